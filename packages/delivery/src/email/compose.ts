import { type Letter, letterText } from "@saldovakt/domain";
import { layout } from "./layout.ts";
import { MAIL_WORDS } from "./words.ts";

/** A letter as it is read: in a mail program, and where only text is shown. */
export interface Composed {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Writes a letter as mail. `unsubscribeUrl` null = there is no page to end it on. */
export function compose(letter: Letter, unsubscribeUrl: string | null): Composed {
  const words = MAIL_WORDS[letter.language];
  const end = unsubscribeUrl === null ? words.unsubscribeOtherwise : `${words.unsubscribe}: ${unsubscribeUrl}`;
  return {
    subject: letter.subject,
    text: `${letterText(letter)}\n\n-- \n${words.why}\n${end}\n`,
    html: layout(letter, unsubscribeUrl),
  };
}
