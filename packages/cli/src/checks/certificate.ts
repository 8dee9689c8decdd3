import { dateIn, daysBetween } from "@saldovakt/domain";
import type { Clock } from "@saldovakt/service";
import type { Context } from "../context.ts";
import { counted } from "../figures.ts";
import { holderOf } from "../wiring/appointee.ts";
import { readCertificate, requireValid } from "../wiring/skatteverket.ts";
import { type Bench, present, type Well } from "./check.ts";

/** From here on a renewal should be under way: ordering one takes weeks. */
export const SOON_DAYS = 60;

/** A certificate is used now, and is to last until the stated day. */
export const lasting = ({ clock, real }: Pick<Context, "clock" | "real">): Clock => (clock.now() > real.now() ? clock : real);

/** Whether the certificate can be read, its key belongs to it, and it is valid today. */
export async function checkCertificate(bench: Bench): Promise<Well> {
  const certificate = await readCertificate(present(bench.access));
  if (!certificate) return { what: "none is used: the keys alone open the service" };
  const clock = lasting(bench.context);
  requireValid(certificate, clock);
  const { subject, issuer, validTo, chain, strays, organisationNumberPresent } = certificate;
  const [today, end] = [clock.now(), validTo].map((moment) => dateIn(moment, "Europe/Stockholm")) as [never, never];
  const days = daysBetween(today, end);
  const notes = [
    ...(days > SOON_DAYS ? [] : [`it ends in ${counted(days, "day")}: order a new one now`]),
    ...(strays === 0
      ? []
      : [
          `${counted(strays, "certificate")} sent along issued neither it nor its issuers: give the chain anew, each certificate followed by its issuer`,
        ]),
    ...(chain > 1 || strays > 0 ? [] : ["its issuer's certificate is not sent along: add it after the own one if the server asks for it"]),
    ...(await appointsAnother(bench)),
    ...(organisationNumberPresent ? [] : ["its subject has no organisation number: is it an organisation certificate?"]),
  ];
  return { what: `${subject}, issued by ${issuer}, valid until ${end} (${counted(days, "day")}); the key belongs to it`, notes };
}

/** Clients who appoint somebody else open nothing to us. */
async function appointsAnother(bench: Bench): Promise<readonly string[]> {
  const named = present(bench.loaded).configuration.skatteverket?.ombud?.organisation;
  const holder = named === undefined ? null : await holderOf(present(bench.access));
  if (!holder?.organisation || holder.organisation === named) return [];
  return ["it is another organisation's than skatteverket.ombud.organisation names: clients who appoint that one open nothing to us"];
}
