import { type Account, isAccountId, type Minor, minor, type PlainDate, SaldovaktError } from "@saldovakt/domain";
import { importStatement, type Statement } from "@saldovakt/service";
import { html } from "hono/html";
import { field, readFormOrWhy } from "../access/form.ts";
import { mayAddAccounts, mayImport, type Viewer } from "../access/viewer.ts";
import type { WebApp } from "../api/app.ts";
import { largestBody } from "../api/body.ts";
import type { Markup } from "./layout.ts";
import type { Asked, Pages } from "./respond.ts";
import { type View, withShownName } from "./view.ts";

interface Form {
  /** Those a statement may be of. */
  readonly accounts: readonly Account[];
  readonly mayAdd: boolean;
  readonly typed: { readonly account: string; readonly name: string; readonly identity: string };
  readonly fault: string | null;
}

function importPage({ accounts, mayAdd, typed, fault }: Form, { texts }: View): Markup {
  const { statement } = texts;
  const option = (value: string, text: string): Markup =>
    html`<option value="${value}"${value === typed.account ? html` selected="selected"` : ""}>${text}</option>`;
  return html`<div class="masthead"><h1>${statement.heading}</h1><p class="aside">${statement.lead}</p></div>
<form action="/import" method="post" enctype="multipart/form-data" class="sheet fields import">
${fault === null ? "" : html`<p class="wrong" id="fault" role="alert">${fault}</p>`}<div class="field drop"><label for="file">${statement.file}</label><p class="aside small" id="file-hint">${statement.fileHint}</p><input id="file" name="file" type="file" accept=".csv,.txt,text/csv" required="required" aria-describedby="${fault === null ? "" : "fault "}file-hint"></div>
<div class="field"><label for="account">${statement.account}</label><select id="account" name="account">${mayAdd ? option("", statement.newAccount) : ""}${accounts.map((account) => option(account.id, account.name))}</select></div>
${
  mayAdd
    ? html`<div class="row-fields"><div class="field"><label for="name">${statement.name}</label><input id="name" name="name" autocomplete="organization" maxlength="100" value="${typed.name}"></div>
<div class="field"><label for="identity">${statement.identity}</label><input id="identity" name="identity" inputmode="numeric" autocomplete="off" maxlength="20" aria-describedby="identity-hint" value="${typed.identity}"></div><p class="aside small whole" id="identity-hint">${statement.identityHint}</p></div>`
    : ""
}<div><button type="submit" class="main">${statement.submit}</button></div>
</form>`;
}

interface Done {
  readonly account: Account;
  readonly statement: Statement;
  readonly rows: number;
  readonly from: PlainDate;
  readonly to: PlainDate;
}

/** What was read in, with the sum that shows nothing is missing. */
function donePage({ account, statement, rows, from, to }: Done, view: View): Markup {
  const words = view.texts.statement;
  const money = (amount: Minor): string => view.money(amount, "SEK");
  const line = (label: string, value: string): Markup =>
    html`<tr role="row"><th role="rowheader" scope="row">${label}</th><td role="cell" class="number">${value}</td></tr>
`;
  const { opening, closing } = statement;
  return html`<div class="masthead"><h1>${words.done}</h1><p class="aside">${account.name}</p></div>
<div class="sheet padded"><h2>${words.sumHeading}</h2><table class="small-table" role="table"><caption class="unseen">${words.sumHeading}</caption>
<tbody role="rowgroup">${line(`${words.opening} ${view.fullDay(opening.date)}`, money(opening.balance))}${line(words.rows(statement.rows.length), money((closing.balance - opening.balance) as Minor))}${line(`${words.closing} ${view.fullDay(closing.date)}`, money(closing.balance))}</tbody></table>
<p>${words.balances}</p><p class="aside">${words.taken(rows, view.fullDay(from), view.fullDay(to))}</p>
<p><a href="/accounts/${account.id}">${words.toAccount}</a></p><p><a href="/import">${words.again}</a></p></div>`;
}

/** Statements handed in by people, for companies whose account nobody lets us read. */
export function addImport(app: WebApp, pages: Pages): void {
  const { ports, gate } = pages;
  const { watch, book, random, offered } = ports;

  async function accountsOf(viewer: Viewer): Promise<readonly Account[]> {
    const found: Account[] = [];
    for await (const { account } of watch.accounts.accounts())
      if (account.source === "skatteverket" && mayImport(viewer, account.id)) found.push(withShownName(account));
    return found.sort((a, b) => a.name.localeCompare(b.name, "sv"));
  }

  const show = async ({ c, view, viewer }: Asked, form: Partial<Pick<Form, "typed" | "fault">> = {}) => {
    const { typed = { account: "", name: "", identity: "" }, fault = null } = form;
    const content = importPage({ accounts: await accountsOf(viewer), mayAdd: mayAddAccounts(viewer), typed, fault }, view);
    const status = fault === null ? 200 : 400;
    return pages.show(c, { title: view.texts.statement.heading, content, viewer, current: "import", address: "/import", status });
  };

  app.get(
    "/import",
    pages.known("importForm", (asked) => show(asked)),
  );

  app.post(
    "/import",
    pages.known("importStatement", async (asked) => {
      const { c, view, viewer } = asked;
      const words = view.texts.statement;
      const form = await readFormOrWhy(c, largestBody(c.req.path));
      if (!(form instanceof FormData)) return show(asked, { fault: form === "too large" ? words.tooLarge : words.missingFile });
      const typed = { account: field(form, "account"), name: field(form, "name"), identity: field(form, "identity") };
      const file = form.get("file");
      if (!(file instanceof File) || file.size === 0) return show(asked, { typed, fault: words.missingFile });
      const target = await targetOf(typed, asked);
      if (!target) return show(asked, { typed, fault: words.fault.ACCOUNT_UNKNOWN ?? words.wrong });
      const account = "account" in target ? target.account.id : null;
      await gate.enter(c, viewer.principal, account === null ? "account.add" : "statement.import", account);
      try {
        const statement = await ports.readStatement(new Uint8Array(await file.arrayBuffer()));
        const imported = await importStatement(target, statement, { ...watch, book, random, offered });
        if (account === null) await gate.made(c, { account: imported.account.id });
        const content = donePage({ ...imported, statement }, view);
        return pages.show(c, { title: words.done, content, viewer, current: "import", address: "/import" });
      } catch (thrown) {
        if (!(thrown instanceof SaldovaktError) || thrown.scope !== "input") throw thrown;
        return show(asked, { typed, fault: told(thrown, view) });
      }
    }),
  );

  /** Null for an account that is not theirs to change, or not there, which is written down. */
  async function targetOf(typed: Form["typed"], { c, viewer: { principal } }: Asked) {
    if (typed.account !== "") {
      const id = typed.account;
      if (!isAccountId(id) || (await gate.refusal(c, principal, "statement.import", id))) return null;
      const account = (await watch.records.account(id))?.account;
      if (!account) await gate.missing(c, principal, "statement.import", id);
      return account ? { account } : null;
    }
    if (await gate.refusal(c, principal, "account.add", null)) return null;
    return {
      ...(typed.name === "" ? {} : { name: typed.name }),
      ...(typed.identity === "" ? {} : { identity: fullNumber(typed.identity) }),
    };
  }
}

/** A company's ten digits as the twelve the authority knows; a person's century is not guessed. */
export function fullNumber(typed: string): string {
  const digits = typed.replace(/[\s\u00a0-]/g, "");
  return /^\d\d[2-9]\d{7}$/.test(digits) ? `16${digits}` : digits;
}

/** What is wrong with a file or with what was typed beside it, in the reader's language, with the line where there is one. */
export function told(fault: SaldovaktError, { texts, money }: View): string {
  const { statement } = texts;
  const line = /\bline (\d{1,6})\b/.exec(fault.message)?.[1];
  const code = Object.hasOwn(statement.fault, fault.code)
    ? fault.code
    : (Object.keys(statement.fault).find((start) => start.endsWith("_") && fault.code.startsWith(start)) ?? "");
  const text = statement.fault[code] ?? `${statement.wrong} ${fault.code}`;
  const off = fault.code === "STATEMENT_BALANCE" ? /\bby (\d{1,13})\.(\d\d) kronor\b/.exec(fault.message) : null;
  if (off) return `${text} ${statement.difference(money(minor(Number(`${off[1]}${off[2]}`)), "SEK"))}`;
  return line === undefined ? text : `${statement.line(Number(line))}: ${text}`;
}
