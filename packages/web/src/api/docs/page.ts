import { createHash } from "node:crypto";
import { html, raw } from "hono/html";
import { type OpenApiDocument, type Operation, openapiDocument } from "../openapi/document.ts";
import { FAULTS, problemAnchor, REFUSALS } from "../problem.ts";
import { DOCS_CSS } from "./style.ts";
import { codeSpans, type Json, type Markup, schemaAnchor, schemaTable, typeOf } from "./write.ts";

const POLICY = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(DOCS_CSS).digest("base64")}'; base-uri 'none'; frame-ancestors 'none'`;

/** The OpenAPI document as one page for people, loading nothing from anywhere. */
export function docsPage(version: string): { readonly body: Markup; readonly policy: string } {
  return { body: page(openapiDocument(version)), policy: POLICY };
}

const operationsOf = (document: OpenApiDocument): { path: string; operation: Operation }[] =>
  Object.entries(document.paths).map(([path, { get }]) => ({ path, operation: get }));

function page(document: OpenApiDocument): Markup {
  const { title, version, description } = document.info;
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
<a class="skip" href="#content">To the content</a>
<header class="site"><div class="wrap"><span class="brand">${title}</span><a href="/openapi.json">openapi.json</a></div></header>
<div class="wrap docs">
<nav class="contents" aria-label="Contents">
<h2>Operations</h2>
<ul>${operationsOf(document).map(({ operation }) => html`<li><a href="#${operation.operationId}">${operation.summary}</a></li>`)}</ul>
<h2>Reference</h2>
<ul><li><a href="#schemas">Schemas</a></li><li><a href="#problems">Problems</a></li></ul>
</nav>
<main id="content" class="text">
<h1>${title} HTTP API</h1>
<p class="aside">Version ${version}</p>
<p>${description}</p>
<section aria-labelledby="keys"><h2 id="keys">Keys</h2>
<p>Everything under <code>/v1</code> is asked for with a key, which opens all accounts or some. The scope <code>read</code> opens what is known; <code>read:fresh</code> opens that too, and has the authority read anew.</p>
<pre><code>saldovakt keys add --scope read
curl -H "Authorization: Bearer &lt;key&gt;" https://&lt;host&gt;/v1/accounts</code></pre></section>
<section aria-labelledby="operations"><h2 id="operations">Operations</h2>
${operationsOf(document).map(({ path, operation }) => operationSection(path, operation))}</section>
<section aria-labelledby="schemas"><h2 id="schemas">Schemas</h2>
${Object.entries(document.components.schemas).map(([name, schema]) => schemaSection(name, schema))}</section>
${problems()}
</main>
</div>
<footer class="foot"><div class="wrap"><span>${title} ${version}</span></div></footer>
</body>
</html>
`;
}

function operationSection(path: string, { operationId, summary, description, parameters = [], responses, security }: Operation): Markup {
  const answer = responses["200"] as { description: string; content: Record<string, { schema: Json }> };
  const [[type, { schema }]] = Object.entries(answer.content) as [[string, { schema: Json }]];
  const refusals = Object.keys(responses).filter((status) => status !== "200");
  return html`<section id="${operationId}" aria-labelledby="${operationId}-title"><h3 id="${operationId}-title">${summary}</h3>
<p class="address"><span class="method">GET</span><code>${path}</code></p>
${description === undefined ? "" : html`<p>${codeSpans(description)}</p>`}
<p class="small aside">${security.length === 0 ? "Open to everybody." : codeSpans("Needs a key with the scope `read`.")}</p>
${
  parameters.length === 0
    ? ""
    : html`<h4>Parameters</h4><div class="scroll"><table><thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead><tbody>${parameters.map(
        (parameter) =>
          html`<tr><th scope="row"><code>${String(parameter.name)}</code></th><td>${typeOf(parameter.schema as Json)}</td><td>${codeSpans(String(parameter.description))}</td></tr>`,
      )}</tbody></table></div>`
}
<h4>Answer</h4><p>${schema.$ref === undefined ? html`<code>${type}</code>` : typeOf(schema)}${refusals.length === 0 ? "" : html`, or a <a href="#problems">problem</a> (${refusals.join(", ")})`}</p></section>
`;
}

function schemaSection(name: string, schema: Json): Markup {
  return html`<section id="${schemaAnchor(name)}" aria-labelledby="${schemaAnchor(name)}-title"><h3 id="${schemaAnchor(name)}-title">${name}</h3>
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
