import { inputError } from "@saldovakt/domain";
import { systemIdOf } from "@saldovakt/maskinporten";
import { type Context, printJson } from "../../context.ts";
import { EXIT } from "../../fault.ts";
import { wrap } from "../../table.ts";
import { noted } from "../../wiring/noted.ts";
import { type Confirm, confirmHere } from "./confirm.ts";
import { type Change, changesOf, fieldsOf, type RegisterOptions, type WholeDescription, wanted } from "./description.ts";
import { atDesk, type Desk, organisation, SYSTEM_NAME } from "./onboarding.ts";
import { ownerOf } from "./owner.ts";

type Outcome = "registered" | "replaced" | "unchanged";

/**
 * Registers our system in Altinn's system register. One that stands there is replaced after the difference was shown and agreed to. Resolves to the exit
 * status. Throws what Maskinporten and Altinn answer, `VENDOR_MISSING`, `SYSTEM_DELETED`, `CONFIRMATION_MISSING` and what is wrong with the options.
 */
export async function registerSystem(context: Context, options: RegisterOptions, confirm: Confirm = confirmHere): Promise<number> {
  return atDesk(context, async (desk) => {
    const { altinn, access } = desk.norway;
    const vendorOrg = await vendorOf(desk, options);
    const id = systemIdOf({ vendorOrg, name: SYSTEM_NAME });
    context.stderr.passing("asking Altinn's system register");
    const standing = await altinn.system(id);
    if (standing?.deleted) {
      const remedy = "ask Altinn's support to bring it back: an id is given only once";
      throw inputError("SYSTEM_DELETED", "the system was deleted from Altinn's register", remedy);
    }
    const system = wanted(vendorOrg, access.secret.clientId, options, standing);
    const changes = standing ? changesOf(standing, system) : [];
    context.stderr.passing(null);
    if (standing && changes.length > 0 && !(await agreed(context, changes, options, confirm))) {
      context.stderr.lines("Nothing was changed.");
      return EXIT.refused;
    }
    const register = async (): Promise<void> => {
      if (!standing) await altinn.registerSystem(system);
      else if (changes.length > 0) await altinn.replaceSystem(system);
      await desk.memory.keepSystem(id);
    };
    const isNew = !standing || changes.length > 0 || (await desk.memory.system()) !== id;
    if (isNew) await noted(desk.store, context, { action: "norway.change", changes: ["system-registered"] }, register);
    tell(context, id, system, standing ? (changes.length > 0 ? "replaced" : "unchanged") : "registered", changes, options);
    return EXIT.ok;
  });
}

/** Our own organisation number: as given, else as the registered system's id begins, else as our certificate says. */
async function vendorOf({ context, memory, norway }: Desk, { vendor }: RegisterOptions): Promise<string> {
  if (vendor !== undefined) return organisation(context, vendor, "--vendor");
  const known = (await memory.system())?.slice(0, 9) ?? ownerOf(norway.access.secret);
  if (known !== null) return known;
  throw inputError(
    "VENDOR_MISSING",
    "whose system is to be registered is not said",
    "give --vendor with the nine digits of the organisation that owns the client of Maskinporten",
  );
}

async function agreed(context: Context, changes: readonly Change[], { yes, json }: RegisterOptions, confirm: Confirm): Promise<boolean> {
  const out = json ? context.stderr : context.stdout;
  out.lines(
    "The system stands in Altinn's register. This would be changed:",
    ...changes.flatMap((change) => differenceLines(change, context)),
  );
  return yes === true || confirm("Replace what stands in the register?");
}

function differenceLines({ field, from, to }: Change, { stdout }: Context): readonly string[] {
  const side = (mark: "-" | "+", style: "red" | "green", values: readonly string[], others: readonly string[]): readonly string[] =>
    values
      .filter((value) => !others.includes(value))
      .flatMap((value) => wrap(`${mark} ${value}`, "    "))
      .map((line) => stdout.style(style, line));
  return [`  ${field}`, ...side("-", "red", from, to), ...side("+", "green", to, from)];
}

const SAID: Readonly<Record<Outcome, string>> = {
  registered: "The system is registered in Altinn's system register:",
  replaced: "The system is replaced in Altinn's system register. It now reads:",
  unchanged: "The system stands in Altinn's system register, and nothing differs:",
};

const NEXT = "Next: saldovakt norway request-system-user ORGNO asks a customer for access.";

function tell(
  context: Context,
  id: string,
  system: WholeDescription,
  outcome: Outcome,
  changes: readonly Change[],
  { json }: RegisterOptions,
): void {
  if (json) {
    const { vendorOrg, name: _, ...fields } = system;
    return void printJson(context, { outcome, system: { id, vendorOrg, ...fields }, changes });
  }
  const rows = [["id", [id]] as const, ...fieldsOf(system)];
  context.stdout.lines(SAID[outcome], ...rows.flatMap(([field, values]) => fieldLines(field, values)));
  context.stderr.lines(NEXT);
}

const ROOM = 20;

/** A field's name, and its values under each other beside it. */
function fieldLines(field: string, values: readonly string[]): readonly string[] {
  const lines = (values.length === 0 ? ["none"] : values).flatMap((value) => wrap(value, " ".repeat(ROOM + 2)));
  return lines.map((line, index) => (index === 0 ? `  ${field.padEnd(ROOM)}${line.trimStart()}` : line));
}
