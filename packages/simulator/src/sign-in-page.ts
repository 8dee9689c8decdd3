import type { Reply } from "./reply.ts";
import type { SignInPerson } from "./sign-in-types.ts";

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const STYLE =
  "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:3rem auto;padding:0 1rem}" +
  "label{display:block;padding:.4rem 0}button{font:inherit;padding:.5rem 1rem;margin:1rem .5rem 0 0}";

function page(status: number, title: string, body: string, formAction: string): Reply {
  const html =
    `<!DOCTYPE html>\n<html lang="sv"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    `<title>${title}</title><style>${STYLE}</style></head><body><main><h1>${title}</h1>${body}</main></body></html>\n`;
  const policy = `default-src 'none'; style-src 'unsafe-inline'; form-action ${formAction}; frame-ancestors 'none'`;
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy,
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
  };
  return { status, headers, body: html };
}

/** What a browser sees in place of BankID: who signs is chosen, not proven. Afterwards the browser is sent on, to the redirect address's host. */
export function signPage(action: string, transaction: string, people: readonly SignInPerson[], redirectUri: string): Reply {
  const choices = people.map(
    ({ name }, index) =>
      `<label><input type="radio" name="person" value="${index}"${index === 0 ? " checked" : ""}> ${escaped(name)}</label>`,
  );
  const body =
    `<p>Provläge: alla personer är påhittade.</p><form method="post" action="${escaped(action)}">` +
    `<input type="hidden" name="transaction" value="${escaped(transaction)}">` +
    `<fieldset><legend>Vem skriver under?</legend>${choices.join("")}</fieldset>` +
    `<button name="act" value="sign">Skriv under med BankID</button><button name="act" value="cancel">Avbryt</button></form>`;
  return page(200, "Legitimera dig", body, `'self' ${new URL(redirectUri).origin}`);
}

/** For whoever may not be sent anywhere: the redirect address is not known to be theirs. */
export const refusalPage = (status: number, reason: string): Reply =>
  page(status, "Inloggningen kan inte börja", `<p>${escaped(reason)}</p>`, "'none'");
