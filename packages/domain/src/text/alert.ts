import type { Alert } from "../alert.ts";
import type { Language } from "../policy.ts";
import { ENGLISH } from "./en.ts";
import { SMS_SEPTETS, septets, toGsm7 } from "./gsm7.ts";
import { discreetLetterOf, type Letter, letterOf, letterText } from "./letter.ts";
import { NORWEGIAN } from "./nb.ts";
import { fitName, oneLine, toAscii } from "./plain.ts";
import { asksForMoney, situationOf } from "./situation.ts";
import { SWEDISH } from "./sv.ts";
import type { Situation, Words } from "./words.ts";

export interface AlertTexts {
  /** At most 99 printable ASCII characters. */
  readonly subject: string;
  /** One text message: at most 160 septets of the phones' default alphabet, so one part and no surprise on the bill. */
  readonly sms: string;
  /** Plain text for mail. */
  readonly body: string;
}

export interface TextOptions {
  /** No figure, no reference and no name, for channels that others read. */
  readonly discreet: boolean;
  /** Where the account's forecast is shown; null where no public address is configured. */
  readonly forecastUrl: string | null;
}

const WORDS: Readonly<Record<Language, Words>> = { sv: SWEDISH, nb: NORWEGIAN, en: ENGLISH };

/** SNS takes subjects of fewer than 100 characters. */
const SUBJECT_LENGTH = 99;

/** What mail programs show of one before they cut it is less; more would only be noise. */
const LETTER_SUBJECT_LENGTH = 120;

/** Company names are registered with at most about 200 characters; what is longer would only bury the message. */
const LONGEST_NAME = 200;

const length = (text: string): number => text.length;
const septetsOrTooMany = (text: string): number => septets(text) ?? Number.POSITIVE_INFINITY;

/**
 * An alert in words. Of an alert that asks for money the text message holds amount, pay-by day, payee's number and reference whole (of several
 * payments: the total, how many, and the first); a long name is cut for them. Never throws for what a name, text or number contains.
 */
export function alertTexts(alert: Alert, account: { readonly name: string }, language: Language, options: TextOptions): AlertTexts {
  const words = WORDS[language];
  const situation = situationOf(alert, language);
  if (options.discreet) return discreetTexts(words, alert, situation, language, options.forecastUrl);
  const name = nameOf(alert, account, words);
  const asking = asksForMoney(alert);
  return {
    subject: subjectOf(words, situation, name, asking),
    sms: asking ? smsToPay(words, situation, name) : smsToKnow(words, situation, name),
    body: letterText(letterOf(words, alert, situation, language, cut(name), options.forecastUrl)),
  };
}

/** The same as a letter in parts, for channels that lay it out; `shown` rows and payments stand in it, forty unless given. Never throws either. */
export function alertLetter(
  alert: Alert,
  account: { readonly name: string },
  language: Language,
  options: TextOptions & { readonly shown?: number },
): Letter {
  const words = WORDS[language];
  const situation = situationOf(alert, language);
  if (options.discreet) {
    const { subject } = words.discreet(situation);
    return { ...discreetLetterOf(words, alert, situation, language, options.forecastUrl), subject: `Saldovakt: ${subject}` };
  }
  const name = nameOf(alert, account, words);
  const wordings = asksForMoney(alert) ? [words.terse(situation)] : [words.headline(situation, "short"), words.terse(situation)];
  return {
    ...letterOf(words, alert, situation, language, cut(name), options.forecastUrl, options.shown),
    subject: fitName(name, LETTER_SUBJECT_LENGTH, length, wordings),
  };
}

/** A certificate is the installation's, whichever account it was noticed at; a test is of no account. */
const nameOf = (alert: Alert, account: { readonly name: string }, words: Words): string =>
  alert.type === "certificate.expiring" || alert.type === "test" ? "Saldovakt" : oneLine(account.name) || words.unnamed;

const cut = (name: string): string => [...name].slice(0, LONGEST_NAME).join("");

function subjectOf(words: Words, situation: Situation, name: string, asking: boolean): string {
  const wordings = asking ? [words.terse(situation)] : [words.headline(situation, "short"), words.terse(situation)];
  return fitName(toAscii(name).trim() || toAscii(words.unnamed), SUBJECT_LENGTH, length, wordings.map(toAscii));
}

const smsName = (words: Words, name: string): string => toGsm7(name).trim() || words.unnamed;

function smsToPay(words: Words, situation: Situation, name: string): string {
  const sentence = [words.headline(situation, "short"), words.howToPay(situation)].filter(Boolean).join(". ");
  const tersest = words.terseToPay(situation);
  const wordings = [`${sentence}.`, words.lead(situation) + tersest, tersest].map(toGsm7);
  if (septetsOrTooMany(toGsm7(tersest)) <= SMS_SEPTETS) return fitName(smsName(words, name), SMS_SEPTETS, septetsOrTooMany, wordings);
  // A payee no authority would give: a number is never sent in part, so it is left to the letter.
  return fitName(smsName(words, name), SMS_SEPTETS, septetsOrTooMany, [toGsm7(words.terse(situation))]);
}

function smsToKnow(words: Words, situation: Situation, name: string): string {
  return fitName(smsName(words, name), SMS_SEPTETS, septetsOrTooMany, [toGsm7(`${words.headline(situation, "short")}.`)]);
}

function discreetTexts(words: Words, alert: Alert, situation: Situation, language: Language, forecastUrl: string | null): AlertTexts {
  const { subject, sentence } = words.discreet(situation);
  const message = toGsm7(`Saldovakt: ${sentence}`);
  const withLink = `${message} ${words.readMore(forecastUrl)}`;
  // An address that does not fit, or would not survive the phone's alphabet, is left out: half of one leads nowhere.
  const fits = septetsOrTooMany(withLink) <= SMS_SEPTETS;
  return {
    subject: toAscii(`Saldovakt: ${subject}`),
    sms: fits ? withLink : message,
    body: letterText(discreetLetterOf(words, alert, situation, language, forecastUrl)),
  };
}
