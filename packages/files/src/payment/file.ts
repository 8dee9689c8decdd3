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
import { bankText } from "./characters.ts";
import { type CheckedDebtor, checkedDebtor, type Debtor, NAME_LENGTH } from "./debtor.ts";
import { byDay, hashedId, type Instruction, instructionsOf } from "./instruction.ts";
import { type Element, element, written } from "./xml.ts";

export interface PaymentFileOptions {
  readonly debtor: Debtor;
  /** The due dates to pay for; all of the forecast's where none are named. */
  readonly dueDates?: readonly PlainDate[] | "all";
  /** The moment that is written into the file. Nothing else in it depends on it. */
  readonly createdAt: Instant;
}

const NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.03";

/** Bankgirot's place in the Swedish clearing: the bank finds the payee's own from the bankgiro number. */
const BANKGIRO_CLEARING = "9900";

const USTRD_LENGTH = 140;
const REFERENCE_LENGTH = 35;

/**
 * The payments that a forecast advises as an ISO 20022 credit transfer initiation (pain.001.001.03), one `PmtInf` for each day something is
 * paid. `MsgId` follows from what is paid and from which account, so the bank can refuse the same payments sent twice, on whichever day they
 * were asked for. Throws what `checkedDebtor` and `instructionsOf` throw: `PAY_FROM_IBAN`, `PAY_FROM_BIC`, `PAY_FROM_NAME`, `IDENTITY_…`,
 * `DUE_DATE_UNKNOWN`, `NOTHING_TO_PAY`, `PAYEE_UNKNOWN`. Holds the reference number: never log it.
 */
export function paymentFile(forecast: Forecast, options: PaymentFileOptions): string {
  const debtor = checkedDebtor(options.debtor);
  const instructions = instructionsOf(forecast, options.dueDates ?? "all", debtor.iban);
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
  // From an account abroad no bankgiro and no domestic account number is reached, only an IBAN.
  const abroad = !debtor.iban.startsWith(COUNTRY_OF[forecast.source]);
  return element("PmtInf", [
    element("PmtInfId", idOf("SVP", instructions)),
    element("PmtMtd", "TRF"),
    ...totals(instructions),
    abroad ? null : element("PmtTpInf", [element("SvcLvl", [element("Cd", "NURG")])]),
    element("ReqdExctnDt", payOn),
    element("Dbtr", party(debtor)),
    element("DbtrAcct", [element("Id", [element("IBAN", debtor.iban)]), element("Ccy", forecast.currency)]),
    agent("DbtrAgt", element("BIC", debtor.bic)),
    ...instructions.map((instruction) => transfer(instruction, debtor, forecast, abroad)),
  ]);
}

function transfer({ id, amount, payTo }: Instruction, debtor: CheckedDebtor, forecast: Forecast, abroad: boolean): Element {
  const byIban = abroad && payTo.iban !== undefined;
  const number = payTo.number.replace(/\D/g, "");
  const scheme = payTo.scheme === "bankgiro" ? element("Prtry", "BGNR") : element("Cd", "BBAN");
  const clearing = [element("ClrSysId", [element("Cd", "SESBA")]), element("MmbId", BANKGIRO_CLEARING)];
  const creditorAgent = byIban
    ? payTo.bic === undefined
      ? null
      : agent("CdtrAgt", element("BIC", payTo.bic))
    : payTo.scheme === "bankgiro"
      ? agent("CdtrAgt", element("ClrSysMmbId", clearing))
      : null;
  const account = byIban
    ? element("IBAN", (payTo.iban ?? "").replace(/ /g, ""))
    : element("Othr", [element("Id", number), element("SchmeNm", [scheme])]);
  return element("CdtTrfTxInf", [
    element("PmtId", [element("InstrId", id), element("EndToEndId", id)]),
    element("Amt", [element("InstdAmt", formatDecimal(amount), { Ccy: forecast.currency })]),
    creditorAgent,
    element("Cdtr", [element("Nm", bankText(payTo.name, NAME_LENGTH) || (forecast.currency === "SEK" ? "Skatteverket" : "Skatteetaten"))]),
    element("CdtrAcct", [element("Id", [account])]),
    element("RmtInf", [remittance(payTo.reference, payTo.referenceType, debtor, byIban)]),
  ]);
}

/** The reference as such where the domestic clearing carries it; otherwise in words, and without one the payer's number and name. */
function remittance(reference: string | null, type: "OCR" | "KID", debtor: CheckedDebtor, abroad: boolean): Element {
  const written = bankText(reference ?? "", USTRD_LENGTH);
  if (written === "") return element("Ustrd", bankText(`${debtor.number} ${debtor.name}`, USTRD_LENGTH));
  if (abroad || written.length > REFERENCE_LENGTH) return element("Ustrd", bankText(abroad ? `${type} ${written}` : written, USTRD_LENGTH));
  const kind = element("Tp", [element("CdOrPrtry", [element("Cd", "SCOR")])]);
  return element("Strd", [element("CdtrRefInf", [kind, element("Ref", written)])]);
}
