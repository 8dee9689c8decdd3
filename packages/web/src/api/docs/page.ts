import { createHash } from "node:crypto";
import { html, raw } from "hono/html";
import { type OpenApiDocument, type Operation, servedDocument } from "../openapi/served.ts";
import { problemAnchor } from "../problem.ts";
import { FAULTS, REFUSALS } from "../problems.ts";
import { DOCS_CSS } from "./style.ts";
import { codeSpans, type Json, type Markup, schemaAnchor, schemaTable, typeOf } from "./write.ts";

const POLICY = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(DOCS_CSS).digest("base64")}'; base-uri 'none'; frame-ancestors 'none'`;

/** The OpenAPI document as one page for people, loading nothing from anywhere. */
export function docsPage(version: string): { readonly body: Markup; readonly policy: string } {
  return { body: page(servedDocument(version)), policy: POLICY };
}

interface Listed {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** Every operation by its tag, in the document's order. */
function groupsOf({
  paths,
  tags,
}: OpenApiDocument): readonly { readonly name: string; readonly description: string; readonly listed: readonly Listed[] }[] {
  const all = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]): Listed => ({ method: method.toUpperCase(), path, operation })),
  );
  return tags.map((tag) => ({ ...tag, listed: all.filter(({ operation }) => operation.tags.includes(tag.name)) }));
}

function page(document: OpenApiDocument): Markup {
  const { title, version, description } = document.info;
  const groups = groupsOf(document);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} HTTP API</title>
<style>${raw(DOCS_CSS)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to content</a>
<header class="site"><div class="wrap"><span class="brand">${title}</span><a href="/openapi.json">openapi.json</a></div></header>
<main class="wrap docs">
<div class="intro">
<h1>${title} HTTP API</h1>
<p class="aside">Version ${version}</p>
<p>${description}</p>
</div>
<nav class="contents" aria-label="Contents">
${groups.map(
  ({ name, listed }) =>
    html`<h2>${name}</h2>
<ul>${listed.map(({ operation }) => html`<li><a href="#${operation.operationId}">${operation.summary}</a></li>`)}</ul>
`,
)}<h2>Reference</h2>
<ul><li><a href="#webhooks">Webhooks</a></li><li><a href="#schemas">Schemas</a></li><li><a href="#problems">Problems</a></li></ul>
</nav>
<div id="content" class="text">
<section aria-labelledby="keys"><h2 id="keys">Keys</h2>
<p>Everything under <code>/v1</code> is asked for with a key, which opens all accounts or some. The scope <code>read</code> opens what is known; <code>read:fresh</code> opens that too, and has the authority read anew;
<code>write</code> opens it too, and changes. <code>admin</code> opens people, groups of accounts and the audit log, and none of the rest.</p>
<pre tabindex="0"><code>saldovakt keys add --scope read
curl -H "Authorization: Bearer &lt;key&gt;" https://&lt;host&gt;/v1/accounts</code></pre></section>
${groups.map(
  ({ name, description: about, listed }) => html`<section aria-labelledby="tag-${name}"><h2 id="tag-${name}">${name}</h2>
<p>${codeSpans(about)}</p>
${listed.map(operationSection)}</section>
`,
)}${webhookSection(document)}
<section aria-labelledby="schemas"><h2 id="schemas">Schemas</h2>
${Object.entries(document.components.schemas).map(([name, schema]) => schemaSection(name, schema))}</section>
${problems()}
</div>
</main>
<footer class="foot"><div class="wrap"><span>${title} ${version}</span></div></footer>
</body>
</html>
`;
}

function operationSection({ method, path, operation }: Listed): Markup {
  const { operationId, summary, description, parameters = [], requestBody, responses, security } = operation;
  const refusals = Object.keys(responses).filter((status) => Number(status) >= 400);
  const [scope] = security.flatMap((each) => (each as { readonly key?: readonly string[] }).key ?? []);
  return html`<section id="${operationId}" aria-labelledby="${operationId}-title"><h3 id="${operationId}-title">${summary}</h3>
<p class="address"><span class="method">${method}</span><code>${path}</code></p>
${description === undefined ? "" : html`<p>${codeSpans(description)}</p>`}
<p class="small aside">${scope === undefined ? "Needs no key in the header." : codeSpans(`Needs a key with the scope \`${scope}\`.`)}</p>
${parameterTable(parameters)}
${requestBody === undefined ? "" : html`<h4>Body</h4><p>${contentOf(requestBody.content)}</p>`}
<h4>Answer</h4>${Object.entries(responses)
    .filter(([status]) => status.startsWith("2"))
    .map(([status, answer]) => answerLine(status, answer))}
${refusals.length === 0 ? "" : html`<p class="small aside">Otherwise a <a href="#problems">problem</a> (${refusals.join(", ")}).</p>`}</section>
`;
}

const parameterTable = (parameters: readonly Json[]): Markup | "" =>
  parameters.length === 0
    ? ""
    : html`<h4>Parameters</h4><div class="scroll" tabindex="0"><table><thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead><tbody>${parameters.map(
        (parameter) =>
          html`<tr><th scope="row"><code>${String(parameter.name)}</code></th><td>${typeOf(parameter.schema as Json)}</td><td>${codeSpans(String(parameter.description))}</td></tr>`,
      )}</tbody></table></div>`;

const answerLine = (status: string, { description, content }: Json): Markup =>
  html`<p><code>${status}</code> ${codeSpans(String(description))}${content === undefined ? "" : html` ${contentOf(content as Contents)}`}</p>`;

type Contents = Readonly<Record<string, { readonly schema: Json }>>;

/** The content's type, and a named schema where it has one. */
const contentOf = (content: Contents): Markup[] =>
  Object.entries(content).map(
    ([type, { schema }]) => html`<code>${type}</code>${schema.$ref === undefined ? "" : html`: ${typeOf(schema)}`}`,
  );

/** What is sent to others. */
const webhookSection = ({ webhooks }: OpenApiDocument): Markup => html`<section aria-labelledby="webhooks"><h2 id="webhooks">Webhooks</h2>
${Object.entries(webhooks).map(
  ([
    name,
    { post },
  ]) => html`<section id="webhook-${name}" aria-labelledby="webhook-${name}-title"><h3 id="webhook-${name}-title">${post.summary}</h3>
<p>${codeSpans(String(post.description))}</p>
${parameterTable(post.parameters ?? [])}
<h4>Body</h4><p>${contentOf(post.requestBody?.content ?? {})}</p>
<h4>Your answer</h4>${Object.entries(post.responses).map(([status, answer]) => answerLine(status, answer))}</section>
`,
)}</section>`;

/** No region of its own: many go by the name of the section of operations they belong to. */
function schemaSection(name: string, schema: Json): Markup {
  return html`<section id="${schemaAnchor(name)}"><h3>${name}</h3>
${schema.description === undefined ? "" : html`<p>${codeSpans(String(schema.description))}</p>`}${schemaTable(schema)}</section>
`;
}

/** Where the `type` of every problem document leads. */
function problems(): Markup {
  const kinds = [
    ...Object.entries(REFUSALS).map(([name, kind]) => ({ name, codes: html`<code>${name}</code>`, ...kind })),
    ...Object.values(FAULTS).map((kind) => ({ ...kind, codes: html`the fault's own` })),
  ];
  return html`<section aria-labelledby="problems"><h2 id="problems">Problems</h2>
<p>What is not answered is explained in a document of the type <code>application/problem+json</code> (RFC 9457). A program goes by <code>code</code>.</p>
${kinds.map(
  (kind) => html`<section id="${problemAnchor(kind.name)}"><h3>${kind.title}</h3>
<p class="small aside">Status ${kind.status}, code ${kind.codes}</p><p>${codeSpans(kind.detail)}</p></section>
`,
)}</section>`;
}
