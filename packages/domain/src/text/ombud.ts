import { dateIn, type Instant } from "../dates.ts";
import type { Appointee, Appointment, OwnerKind } from "../ombud.ts";
import type { Language } from "../policy.ts";
import { longDay } from "./format.ts";
import { ENGLISH_OMBUD, NORWEGIAN_OMBUD, type OmbudWords, SWEDISH_OMBUD } from "./ombud-words.ts";
import { oneLine } from "./plain.ts";

const WORDS: Readonly<Record<Language, OmbudWords>> = { sv: SWEDISH_OMBUD, nb: NORWEGIAN_OMBUD, en: ENGLISH_OMBUD };

/** Whose permission an account waits for, in words. */
export interface AppointmentText {
  readonly headline: string;
  /** Who has to do what, in a sentence or two; null where nobody has to do anything. */
  readonly whose: string | null;
  /** What is known of when: asked, refused, granted. */
  readonly facts: readonly string[];
  /** What the client does, step by step; none where it is not the client's turn. */
  readonly steps: readonly string[];
}

/** `discreet` leaves out who is to be appointed, for readers who are none of the installation's own. */
export function appointmentText(
  appointment: Appointment,
  appointee: Appointee,
  language: Language,
  { discreet = false } = {},
): AppointmentText {
  const words = WORDS[language];
  const { state, waitsFor, owner, asked, refusedSince, readBefore, grantedAt } = appointment;
  const firm = discreet ? words.us : firmOf(appointee, words);
  const day = (at: Instant): string => longDay(dateIn(at, "Europe/Stockholm"), language);
  const isOwn = waitsFor === "certificate";
  return {
    headline: words.headline[isOwn ? "own-refused" : state],
    whose: refusedSince === null ? null : isOwn ? words.ownRefused : `${words.denied} ${words.whose[owner](firm)}`,
    facts: [
      ...(asked && state !== "not-needed" ? [words.asked(day(asked.at))] : []),
      ...(refusedSince ? [words.refused(day(refusedSince), readBefore)] : []),
      ...(grantedAt && state === "granted" ? [words.granted(day(grantedAt))] : []),
    ],
    steps: waitsFor === "client" || state === "not-asked" ? stepsOf(owner, firm, appointee.link, words, language) : [],
  };
}

function stepsOf(owner: OwnerKind, firm: string, link: Appointee["link"], words: OmbudWords, language: Language): readonly string[] {
  const { online, paper, role } = words;
  if (owner === "estate") return [`${paper.get} ${link.url}`, `${paper.state(firm)} ${role}`, paper.sign, paper.send];
  const [open, signIn] = [`${online.open} ${link.url}`, online.signIn[owner]];
  if (link.expiresAt === undefined) return [open, signIn, `${online.appoint(firm)} ${role}`, online.orPaper];
  const until = longDay(dateIn(link.expiresAt, "Europe/Stockholm"), language);
  return [open, signIn, `${online.confirm(firm)} ${role}`, online.until(until)];
}

/** An organisation's number as people write it. */
export const organisationText = (organisation: string): string => `${organisation.slice(2, 8)}-${organisation.slice(8)}`;

/** The firm by name and number, as far as they are known. */
function firmOf({ name, organisation }: Appointee, words: OmbudWords): string {
  const number = organisation === null ? null : organisationText(organisation);
  if (name === null) return number ?? words.us;
  return number === null ? oneLine(name) : `${oneLine(name)} (${number})`;
}

export interface ClientLetter {
  readonly subject: string;
  /** Plain text; a line per step. */
  readonly body: string;
}

/**
 * A letter to the client, ready to be sent: what to do and what it gives. Holds the client's name, and no number of theirs. `page`: the address of our own page
 * for the client, where there is one.
 */
export function ombudLetter(
  appointment: Pick<Appointment, "owner" | "readBefore">,
  account: { readonly name: string },
  appointee: Appointee,
  language: "sv" | "en",
  page: string | null = null,
): ClientLetter {
  const words = WORDS[language];
  const firm = firmOf(appointee, words);
  const steps = stepsOf(appointment.owner, firm, appointee.link, words, language).map((step, index) => `${index + 1}. ${step}`);
  const letter = LETTERS[language];
  const paragraphs = [
    letter.hello,
    letter.why(oneLine(account.name), appointment.readBefore),
    steps.join("\n"),
    page === null ? "" : `${letter.page} ${page}`,
    letter.after,
    signed(appointee),
  ];
  return { subject: letter.subject(oneLine(account.name)), body: paragraphs.filter((each) => each !== "").join("\n\n") };
}

const signed = ({ name }: Appointee): string => (name === null ? "" : oneLine(name));

interface LetterWords {
  subject(name: string): string;
  readonly hello: string;
  why(name: string, again: boolean): string;
  /** Before the address of our page. */
  readonly page: string;
  readonly after: string;
}

const LETTERS: Readonly<Record<"sv" | "en", LetterWords>> = {
  sv: {
    subject: (name) => `Behörighet att läsa skattekontot för ${name}`,
    hello: "Hej!",
    why: (name, again) =>
      `För att kunna bevaka skattekontot för ${name} och säga till i tid när pengar behöver sättas in behöver vi kunna läsa det hos Skatteverket. ${again ? "Den behörighet vi hade har upphört. Så här ger ni den på nytt:" : "Så här ger ni oss den behörigheten:"}`,
    page: "Samma sak med mer förklaring, och numret att kopiera:",
    after: "Behörigheten gäller tills den tas bort, och ni kan ta bort den när ni vill i samma e-tjänst eller på blankett.",
  },
  en: {
    subject: (name) => `Permission to read the tax account of ${name}`,
    hello: "Hello,",
    why: (name, again) =>
      `To watch the tax account of ${name}, and to tell you in time when money has to be paid in, we need to read it at Skatteverket. ${again ? "The permission we had has ended. This is how to give it again:" : "This is how to give us that permission:"}`,
    page: "The same with more explanation, and the number to copy:",
    after: "The permission holds until it is taken away, which you can do at any time in the same e-service or on paper.",
  },
};
