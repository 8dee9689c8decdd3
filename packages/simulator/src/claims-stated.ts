import { addDays, type Minor, minor } from "@saldovakt/domain";
import type { Claim, ClaimDue } from "./claims.ts";
import type { ClaimsAccount } from "./claims-account.ts";
import { kidOf, RECEIVING } from "./claims-identities.ts";
import type { ClaimDueSpec, ClaimSpec, NorwegianCompanySpec } from "./claims-spec.ts";

const oere = (kroner: number): Minor => minor(Math.round(kroner * 100));

function due(spec: ClaimDueSpec, id: string): ClaimDue {
  return {
    id,
    dueDate: spec.dueDate,
    amount: oere(spec.amount),
    kid: spec.kid === undefined ? kidOf(`5${id}`) : spec.kid,
    account: spec.account === null ? null : { ...RECEIVING.tax, ...spec.account },
    ...(spec.paidOutOn && { paidOutOn: spec.paidOutOn }),
    ...(spec.extra && { extra: spec.extra }),
  };
}

function claim(spec: ClaimSpec, org: string, n: number): Claim {
  const id = String(250_000_001 + n);
  const first = spec.dues.map(({ dueDate }) => dueDate).sort()[0];
  if (first === undefined) throw new RangeError("a claim stated for a test has no due date");
  return {
    id,
    party: spec.party ?? org,
    type: spec.type ?? "RESTSKATT",
    group: spec.group ?? "Skatt",
    text: spec.text ?? "Restskatt",
    period: { text: "Inntektsår", year: first.slice(0, 4) },
    createdOn: spec.createdOn ?? addDays(first, -400),
    dues: spec.dues.map((each, i) => due(each, `${id}${i + 1}`)),
    ...(spec.interest !== undefined && { interest: oere(spec.interest) }),
    ...(spec.extra && { extra: spec.extra }),
  };
}

/** The account of a company stated for a test. */
export function statedClaims(spec: NorwegianCompanySpec): ClaimsAccount {
  const { org, name = "Oppdiktet AS", registered = true } = spec;
  const claims = (spec.claims ?? []).map((each, n) => claim(each, org, n));
  const payments = (spec.payments ?? []).map(({ on, amount, kid = null }, n) => {
    return { id: String(84_000_001 + n), party: org, on, amount: oere(amount), kid };
  });
  return {
    company: { org, name, profile: "stated" },
    registered,
    habits: {
      shielded: spec.shielded ?? false,
      omitsEmpty: spec.emptyArrays === "omitted",
      paymentSign: spec.paymentSign ?? -1,
      extra: spec.extra ?? {},
      totals: spec.totals ?? {},
    },
    book: () => ({ claims, payments }),
    payment: (n, on, amount, kid) => ({ id: String(85_000_001 + n), party: org, on, amount, kid }),
  };
}
