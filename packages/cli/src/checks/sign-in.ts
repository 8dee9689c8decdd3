import { access } from "node:fs/promises";
import { resolve } from "node:path";
import { dateIn, daysBetween } from "@saldovakt/domain";
import { systemTimer } from "@saldovakt/http";
import { tryAuthorize } from "@saldovakt/skatteverket/sign-in";
import { counted } from "../figures.ts";
import { readSignInAccess } from "../wiring/sign-ins.ts";
import { readCertificate, requireValid } from "../wiring/skatteverket.ts";
import { lasting, SOON_DAYS } from "./certificate.ts";
import { type Bench, present, type Well } from "./check.ts";

export const hasSignIn = ({ loaded }: Bench): boolean => loaded?.configuration.skatteverket?.signIn !== undefined;

/** Whether people can be sent to sign in at Skatteverket: keys, certificate, key file, and what the authority says to the first step. Nobody is signed in. */
export async function checkSignIn(bench: Bench): Promise<Well> {
  const { context } = bench;
  const loaded = present(bench.loaded);
  const section = present(loaded.configuration.skatteverket);
  const signIn = present(section.signIn);
  const own = await readSignInAccess(context, loaded, section, signIn);
  const notes = signIn.kind === "org" ? await certificateNotes(bench, own.secret) : [];
  const keyFile = resolve(loaded.baseDir, signIn.key);
  const made = await access(keyFile).then(
    () => true,
    () => false,
  );
  // Made on first use; one that is there must be readable, and for its owner alone.
  if (made) await own.keys.generate({ "saldovakt:purpose": "trial" });
  const { host, answer } = await tryAuthorize(own.signIn, { secret: own.secret, timer: systemTimer, now: () => context.real.now() });
  const answered = answer === "code" ? "lets the certificate in" : "goes on to whoever is to sign";
  return { what: `${host} ${answered}, and sends back to ${signIn.redirectUri}; nobody was signed in`, notes };
}

/** Of the certificate whose holder signs in, where it is another than the one that reads every day. */
async function certificateNotes(bench: Bench, secret: Parameters<typeof readCertificate>[0]["secret"]): Promise<readonly string[]> {
  const certificate = await readCertificate({ ...present(bench.access), secret });
  if (!certificate) return [];
  const clock = lasting(bench.context);
  requireValid(certificate, clock);
  const days = daysBetween(dateIn(clock.now(), "Europe/Stockholm"), dateIn(certificate.validTo, "Europe/Stockholm"));
  return days > SOON_DAYS ? [] : [`its certificate ends in ${counted(days, "day")}: order a new one now`];
}
