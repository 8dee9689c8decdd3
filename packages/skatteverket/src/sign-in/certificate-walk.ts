import type { HttpResponse } from "@saldovakt/http";
import { infrastructureFault } from "../answer.ts";
import { fault } from "../faults.ts";
import { DEADLINE_MS } from "../request.ts";
import type { BegunSignIn } from "./begin.ts";
import { signInFault } from "./faults.ts";
import { exchanging, type FinishOptions } from "./finish.ts";

/**
 * Signs in with the certificate itself, where no browser holds it: asks the authorisation address in the browser's place and gives the callback's address,
 * for `finishSignIn`. Only a redirect to the sign-in's own redirect address is taken, and none is followed. Throws `SKV_SIGN_IN_REFUSED`,
 * `SKV_CERTIFICATE_REFUSED`, `SKV_SIGN_IN_SECRET` and the network's errors.
 */
export async function walkWithCertificate({ url, pending }: Pick<BegunSignIn, "url" | "pending">, options: FinishOptions): Promise<string> {
  return exchanging(options, async ({ http }) => {
    const answer = await http.send({ method: "GET", url, headers: { Accept: "text/html" }, deadlineMs: DEADLINE_MS });
    const location = redirectOf(answer, url);
    if (location && `${location.origin}${location.pathname}` === pending.redirectUri) return location.href;
    if (location) throw signInFault("SKV_SIGN_IN_MIXED_UP");
    if (answer.status === 401 || answer.status === 403) throw fault("SKV_CERTIFICATE_REFUSED");
    const infrastructure = answer.status >= 500 || answer.status === 429 ? infrastructureFault(answer, options.now()) : null;
    throw infrastructure ?? signInFault("SKV_SIGN_IN_REFUSED");
  });
}

export function redirectOf({ status, headers }: HttpResponse, base: string): URL | null {
  return status === 302 || status === 303 ? URL.parse(headers.location ?? "", base) : null;
}
