import { randomBytes } from "node:crypto";
import { instant } from "@saldovakt/domain";
import { infrastructureFault } from "../answer.ts";
import { fault } from "../faults.ts";
import { DEADLINE_MS } from "../request.ts";
import { beginSignIn } from "./begin.ts";
import { judgeCallback } from "./callback.ts";
import { redirectOf } from "./certificate-walk.ts";
import { signInFault } from "./faults.ts";
import { exchanging, type FinishOptions } from "./finish.ts";
import { type SignInHouseSettings, settingsOf } from "./open.ts";
import { secretFor } from "./settings.ts";

/**
 * Begins a sign-in as a browser would and goes no further: nobody is signed in, and nothing is kept. `page`: the authority goes on to whoever is to sign; `code`: it has let the
 * certificate in. Throws `SKV_SIGN_IN_SETTINGS`, `SKV_SIGN_IN_SECRET`, `SKV_SIGN_IN_REFUSED` (client id, redirect address), `SKV_CERTIFICATE_REFUSED`, the authority's other
 * errors by their codes, and the network's.
 */
export async function tryAuthorize(
  signIn: SignInHouseSettings,
  options: Pick<FinishOptions, "secret" | "timer" | "now">,
): Promise<{ readonly host: string; readonly answer: "page" | "code" }> {
  const settings = settingsOf(signIn);
  const { host } = new URL(settings.authorizeUrl);
  const { clientId } = secretFor(settings.kind, options.secret).oauth2;
  const purpose = { account: "acc_none", returnTo: "/" };
  const at = instant(options.timer.now());
  const begun = await beginSignIn(settings, { clientId, redirectUri: signIn.redirectUri, purpose, now: at, random: randomBytes });
  return exchanging({ ...options, settings }, async ({ http }) => {
    const answer = await http.send({ method: "GET", url: begun.url, headers: { Accept: "text/html" }, deadlineMs: DEADLINE_MS });
    const back = redirectOf(answer, begun.url);
    if (back && `${back.origin}${back.pathname}` === signIn.redirectUri) {
      judgeCallback(settings, begun.pending, { url: back.href, handle: begun.handle }, at, options.now());
      return { host, answer: "code" };
    }
    if (back || answer.status === 200) return { host, answer: "page" };
    if (settings.kind === "org" && (answer.status === 401 || answer.status === 403)) throw fault("SKV_CERTIFICATE_REFUSED");
    const infrastructure = answer.status >= 500 || answer.status === 429 ? infrastructureFault(answer, options.now()) : null;
    throw infrastructure ?? signInFault("SKV_SIGN_IN_REFUSED");
  });
}
