import {
  COUNTRY_OF,
  dateIn,
  type Forecast,
  formatDecimal,
  type Instant,
  type PlainDate,
  secondOfDay,
  sum,
  ZONE_OF,
  type Zone,
} from "@saldovakt/domain";
import { bankText, REMITTANCE_LENGTH } from "./characters.ts";
import type { CreditorAccount } from "./creditor.ts";
import { type CheckedDebtor, checkedDebtor, type Debtor, NAME_LENGTH } from "./debtor.ts";
import { byDay, hashedId, type Instruction, instructionsOf } from "./instruction.ts";
import { type Element, element, written } from "./xml.ts";

export interface PaymentFileOptions {
  readonly debtor: Debtor;
  /** The due dates to pay for; all of the forecast's where none are named. */
  readonly dueDates?: readonly PlainDate[] | "all";
  /** One of their payments, counted from 1 in the forecast's order; all where none is named. */
  readonly payment?: number;
  /** The moment that is written into the file. Nothing else in it depends on it. */
  readonly createdAt: Instant;
}

const NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.03";

/** Bankgirot's place in the Swedish clearing: the bank finds the payee's own from the bankgiro number. */
const BANKGIRO_CLEARING = "9900";

const REFERENCE_LENGTH = 35;

/**
 * The payments that a forecast advises as an ISO 20022 credit transfer initiation (pain.001.001.03), one `PmtInf` for each day something is
 * paid. `MsgId` follows from what is paid and from which account, so the bank can refuse the same payments sent twice, on whichever day they
 * were asked for. Throws what `checkedDebtor` and `instructionsOf` throw: `PAY_FROM_IBAN`, `PAY_FROM_BIC`, `PAY_FROM_NAME`, `IDENTITY_…`,
 * `DUE_DATE_UNKNOWN`, `NOTHING_TO_PAY`, `PAYEE_UNKNOWN`. Holds the reference number: never log it.
 */
export function paymentFile(forecast: Forecast, options: PaymentFileOptions): string {
  const debtor = checkedDebtor(options.debtor);
  const instructions = instructionsOf(
    forecast,
    { dueDates: options.dueDates ?? "all", ...(options.payment === undefined ? {} : { payment: options.payment }) },
    debtor.iban,
  );
  const header = element("GrpHdr", [
    element("MsgId", idOf("SVM", instructions)),
    element("CreDtTm", localTime(options.createdAt, ZONE_OF[forecast.source])),
    ...totals(instructions),
    element("InitgPty", party(debtor)),
  ]);
  const days = byDay(instructions).map(([payOn, ofDay]) => paymentInformation(payOn, ofDay, debtor, forecast));
  const document = element("Document", [element("CstmrCdtTrfInitn", [header, ...days])], { xmlns: NAMESPACE });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${written(document)}`;
}

const idOf = (prefix: string, instructions: readonly Instruction[]): string => hashedId(prefix, instructions.map(({ id }) => id).sort());

/** By the authority's clock and without a zone, as the banks' examples write it. */
function localTime(moment: Instant, zone: Zone): string {
  const second = secondOfDay(moment, zone);
  const parts = [second / 3600, (second % 3600) / 60, second % 60].map((part) => Math.floor(part).toString().padStart(2, "0"));
  return `${dateIn(moment, zone)}T${parts.join(":")}`;
}

const totals = (instructions: readonly Instruction[]): Element[] => [
  element("NbOfTxs", String(instructions.length)),
  element("CtrlSum", formatDecimal(sum(instructions.map(({ amount }) => amount)))),
];

function party({ name, identity, number }: CheckedDebtor): Element[] {
  const other = element("Othr", [element("Id", number)]);
  return [element("Nm", name), element("Id", [element(identity.kind === "person" ? "PrvtId" : "OrgId", [other])])];
}

const agent = (name: string, content: Element): Element => element(name, [element("FinInstnId", [content])]);

function paymentInformation(payOn: PlainDate, instructions: readonly Instruction[], debtor: CheckedDebtor, forecast: Forecast): Element {
  const abroad = !debtor.iban.startsWith(COUNTRY_OF[forecast.source]);
  return element("PmtInf", [
    element("PmtInfId", idOf("SVP", instructions)),
    element("PmtMtd", "TRF"),
    ...totals(instructions),
    abroad ? null : element("PmtTpInf", [element("SvcLvl", [element("Cd", "NURG")])]),
    element("ReqdExctnDt", payOn),
    element("Dbtr", party(debtor)),
    // An account abroad is hardly kept in the currency of the tax, and its own is not known.
    element("DbtrAcct", [element("Id", [element("IBAN", debtor.iban)]), abroad ? null : element("Ccy", forecast.currency)]),
    agent("DbtrAgt", element("BIC", debtor.bic)),
    ...instructions.map((instruction) => transfer(instruction, debtor, forecast)),
  ]);
}

function creditorAgent(account: CreditorAccount): Element | null {
  if (account.scheme === "iban") return account.bic === undefined ? null : agent("CdtrAgt", element("BIC", account.bic));
  if (account.scheme === "bban") return null;
  const clearing = [element("ClrSysId", [element("Cd", "SESBA")]), element("MmbId", BANKGIRO_CLEARING)];
  return agent("CdtrAgt", element("ClrSysMmbId", clearing));
}

function creditorId({ scheme, number }: CreditorAccount): Element {
  if (scheme === "iban") return element("IBAN", number);
  const name = scheme === "bankgiro" ? element("Prtry", "BGNR") : element("Cd", "BBAN");
  return element("Othr", [element("Id", number), element("SchmeNm", [name])]);
}

function transfer({ id, amount, payTo, account }: Instruction, debtor: CheckedDebtor, forecast: Forecast): Element {
  return element("CdtTrfTxInf", [
    element("PmtId", [element("InstrId", id), element("EndToEndId", id)]),
    element("Amt", [element("InstdAmt", formatDecimal(amount), { Ccy: forecast.currency })]),
    creditorAgent(account),
    element("Cdtr", [element("Nm", bankText(payTo.name, NAME_LENGTH) || (forecast.currency === "SEK" ? "Skatteverket" : "Skatteetaten"))]),
    element("CdtrAcct", [element("Id", [creditorId(account)])]),
    element("RmtInf", [remittance(payTo.reference, payTo.referenceType, debtor, account.scheme === "iban")]),
  ]);
}

/** The reference as such where the domestic clearing carries it; otherwise in words, and without one the payer's number and name. */
function remittance(reference: string | null, type: "OCR" | "KID", debtor: CheckedDebtor, byIban: boolean): Element {
  if (!reference) return element("Ustrd", bankText(`${debtor.number} ${debtor.name}`, REMITTANCE_LENGTH));
  if (byIban) return element("Ustrd", `${type} ${reference}`);
  if (reference.length > REFERENCE_LENGTH) return element("Ustrd", reference);
  const kind = element("Tp", [element("CdOrPrtry", [element("Cd", "SCOR")])]);
  return element("Strd", [element("CdtrRefInf", [kind, element("Ref", reference)])]);
}
