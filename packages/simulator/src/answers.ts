import { addDays, type PlainDate, plainDate } from "@saldovakt/domain";
import type { Account } from "./account.ts";
import { countsOn, type Entry, type Standing } from "./entry.ts";
import { felkodReply, jsonReply, type Reply } from "./reply.ts";
import type { Operation } from "./types.ts";

/** How far back rows go when nobody says, and at most. */
const DEFAULT_DAYS = 555;
const MOST_DAYS = 915;

/** Undefined when there is nothing to send, here as in every answer: JSON leaves such fields out. */
function array(account: Account, elements: readonly unknown[]): readonly unknown[] | undefined {
  return elements.length === 0 && account.wire.omitsEmpty ? undefined : elements;
}

const head = (account: Account, today: PlainDate): Record<string, unknown> => ({
  nastaAvstamningsdatum: account.wire.nextReconciliation(today),
  senastUppdaterad: account.wire.stamp(today),
  informationstext: array(account, account.wire.information),
});

function saldo(account: Account, standing: Standing): Record<string, unknown> {
  return {
    saldoSkatteverket: standing.balance,
    saldoKronofogden: standing.enforcementBalance,
    rantaSkatteverket: standing.interest,
    rantaKronofogden: standing.enforcementInterest,
    ocrNummer: account.wire.reference,
  };
}

const bookedRow = (entry: Entry): Record<string, unknown> => ({
  transaktionsidentitet: entry.id ?? undefined,
  transaktionsdatum: entry.bookedOn,
  ranteberakningsdatum: entry.interestDate ?? entry.bookedOn,
  transaktionstext: entry.text,
  beloppSkatteverket: entry.amount,
  beloppKronofogden: entry.enforcement,
  ...entry.extra,
});

const upcomingRow = (entry: Entry): Record<string, unknown> => ({
  transaktionsdatum: entry.date ?? countsOn(entry),
  forfallodatum: entry.dueDate,
  ranteberakningsdatum: entry.interestDate ?? countsOn(entry),
  beslutsdatum: entry.decidedOn,
  transaktionstext: entry.text,
  beloppSkatteverket: entry.amount,
  beloppKronofogden: entry.enforcement,
  ...entry.extra,
});

/** The first day of the rows to send: as asked, 555 days back when nothing is asked, 915 at most. Null when no day was asked for in earnest. */
export function firstDay(asked: string | null, today: PlainDate): PlainDate | null {
  if (asked === null || asked === "") return addDays(today, -DEFAULT_DAYS);
  const earliest = addDays(today, -MOST_DAYS);
  // Years before 1900 are days too, and all of them too long ago.
  if (/^(0\d{3}|1[0-8]\d{2})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(asked)) return earliest;
  try {
    const day = plainDate(asked);
    return day < earliest ? earliest : day;
  } catch {
    return null;
  }
}

function transaktioner(account: Account, standing: Standing, from: PlainDate): Record<string, unknown> {
  const booked = standing.booked.filter((entry) => entry.bookedOn >= from).map(bookedRow);
  return {
    ocrNummer: account.wire.reference,
    datumFrom: from,
    tidigareTransaktioner: array(account, booked.reverse()),
    kommandeTransaktioner: array(account, standing.upcoming.map(upcomingRow)),
  };
}

function sparrar(account: Account): Record<string, unknown> {
  const blocks = account.wire.blocks.map((block) => ({
    sparridentitet: block.id,
    datumFrom: block.from,
    datumTom: block.to,
    sparrbelopp: block.amount,
    totalsparr: block.total,
  }));
  return { [account.wire.blocksKey]: array(account, blocks) };
}

/**
 * What the service answers for an account: exactly the fields of the service description, with their types and their optionality, and those `extra`
 * the account has from a later minor version. `datumFrom` belongs to `transaktioner` alone.
 */
export function answer(account: Account, standing: Standing, operation: Operation, datumFrom: string | null, today: PlainDate): Reply {
  const documents: Readonly<Record<Operation, () => Record<string, unknown> | null>> = {
    saldo: () => saldo(account, standing),
    transaktioner() {
      const from = firstDay(datumFrom, today);
      return from && transaktioner(account, standing, from);
    },
    utbetalningskonto: () => ({ utbetalningskonto: account.wire.payoutAccount }),
    utbetalningssparrar: () => sparrar(account),
  };
  const document = documents[operation]();
  return document ? jsonReply(200, { ...head(account, today), ...document, ...account.wire.extra }) : felkodReply(2);
}
