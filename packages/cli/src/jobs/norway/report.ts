import { SaldovaktError } from "@saldovakt/domain";
import { explain, TURN_WORDS } from "../../explain.ts";
import type { Output } from "../../output.ts";
import { type Column, table, wrap } from "../../table.ts";
import type { CustomerStatus, Reading, Step } from "./look.ts";

/** A step for programs. */
function stepDocument(step: Step) {
  if (step === null || step === "ok") return { status: step ?? "notTried" };
  const { own, means, turn, next, code } = explain(step);
  return { status: "fault", code, maskinportenCode: own, means, turn, next };
}

export function statusDocument(systemId: string, found: readonly CustomerStatus[]) {
  return {
    systemId,
    customers: found.map(({ customer, order, systemUser, token, readings, standing: { exit: _, own, code, ...words } }) => ({
      org: customer.org,
      externalRef: customer.externalRef ?? null,
      kind: customer.kind,
      order: order && { id: order.id, status: order.status, confirmUrl: order.confirmUrl },
      systemUser: systemUser && { id: systemUser.id },
      token: stepDocument(token),
      readings: readings.map(({ org, claims, account }) => ({ org, claims: stepDocument(claims), account })),
      stage: code,
      maskinportenCode: own,
      ...words,
    })),
  };
}

const cell = (step: Step): string => {
  if (step === null) return "–";
  return step === "ok" ? "yes" : (explain(step).own ?? "no");
};

const COLUMNS: readonly Column[] = [
  { title: "Organisation" },
  { title: "Reference", flexible: true },
  { title: "Kind" },
  { title: "Order" },
  { title: "System user" },
  { title: "Token" },
  { title: "Claims" },
  { title: "Account" },
  { title: "Whose turn" },
];

/** A table of where everybody stands, and under it what each line means and what comes next. */
export function statusReport(found: readonly CustomerStatus[], output: Pick<Output, "style">): readonly string[] {
  const [title = "", ...lines] = compact(COLUMNS, found.flatMap(rows));
  return [output.style("bold", title), ...lines, ...found.flatMap((status) => ["", ...words(status, output)])];
}

/** The table without the references' column where nobody has one. */
function compact(columns: readonly Column[], cells: readonly (readonly string[])[]): readonly string[] {
  const shown = columns.map((_, index) => index !== 1 || cells.some((row) => row[1] !== ""));
  const only = <T>(row: readonly T[]): readonly T[] => row.filter((_, index) => shown[index]);
  return table(only(columns), cells.map(only));
}

const accountWord = ({ account }: Reading): string => (account === null ? "none" : account.watched ? "watched" : "not watched");

/** A line for the customer, and one for each client of an agent. */
function rows({ customer, order, systemUser, token, readings, standing }: CustomerStatus): readonly (readonly string[])[] {
  const own = readings.find(({ org }) => org === customer.org);
  const orderWord = order === null ? "none" : order.status === "timedOut" ? "timed out" : order.status;
  const first = [
    ...[customer.org, customer.externalRef ?? "", customer.kind, orderWord, systemUser ? "yes" : "no", cell(token)],
    ...[cell(own?.claims ?? null), own ? accountWord(own) : "–", TURN_WORDS[standing.turn]],
  ];
  const clients = readings.filter(({ org }) => org !== customer.org);
  return [first, ...clients.map((each) => [each.org, "", "client", "", "", "", cell(each.claims), accountWord(each), ""])];
}

function words({ customer, order, readings, standing }: CustomerStatus, output: Pick<Output, "style">): readonly string[] {
  const { means, next, own, code, exit } = standing;
  const named = own ?? (exit === 0 ? null : code);
  const lines = wrap(`${customer.org}: ${means}${named === null ? "" : ` (${named})`}.`);
  const link = code === "WAITING" && order?.confirmUrl ? [`  ${order.confirmUrl}`] : [];
  const others = readings.flatMap(({ org, claims }) =>
    claims instanceof SaldovaktError && explain(claims).means !== means
      ? wrap(`${org}: ${explain(claims).means} (${claims.code}).`, "  ")
      : [],
  );
  return [...lines, ...others, ...link, ...wrap(`Next: ${next}.`, "  ").map((line) => output.style("cyan", line))];
}
