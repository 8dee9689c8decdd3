import type { Language } from "@saldovakt/domain";
import { linkKey, verifyUnsubscribe } from "@saldovakt/service";
import { html } from "hono/html";
import type { WebApp } from "../api/app.ts";
import type { Pages } from "../pages/respond.ts";

interface Texts {
  readonly heading: string;
  readonly lead: string;
  readonly submit: string;
  readonly done: string;
  readonly doneText: string;
}

const TEXTS: Readonly<Record<Language, Texts>> = {
  sv: {
    heading: "Avregistrera adressen",
    lead: "Den här adressen får sedan inga fler larm från Saldovakt om något konto. Andra mottagare påverkas inte.",
    submit: "Avregistrera",
    done: "Adressen är avregistrerad",
    doneText: "Den här adressen får inga fler larm. Den som sköter Saldovakt hos er kan aktivera den igen.",
  },
  nb: {
    heading: "Meld av adressen",
    lead: "Denne adressen får deretter ingen flere varsler fra Saldovakt om noen konto. Andre mottakere påvirkes ikke.",
    submit: "Meld av",
    done: "Adressen er meldt av",
    doneText: "Denne adressen får ingen flere varsler. Den som har ansvar for Saldovakt hos dere, kan aktivere den igjen.",
  },
  en: {
    heading: "Unsubscribe the address",
    lead: "This address will then get no more alerts from Saldovakt about any account. Other recipients are not affected.",
    submit: "Unsubscribe",
    done: "The address is unsubscribed",
    doneText: "This address gets no more alerts. Whoever runs Saldovakt for you can enable it again.",
  },
};

/**
 * Where the link in a mail leads. Looking at the page changes nothing: programs that check mail open every link in it. Sending the form does, and so does
 * the mail program's own "unsubscribe", which posts here by itself (RFC 8058): from another place than our pages, and without a cookie; the token is all
 * it takes, and all it does is end one recipient's messages. Doing it twice is once.
 */
export function addUnsubscribe(app: WebApp, pages: Pages): void {
  const { ports } = pages;
  const path = "/unsubscribe/:token";

  const recipientOf = async (token: string): Promise<string | null> => verifyUnsubscribe(await linkKey(ports.facts, ports.random), token);

  app.get(
    path,
    pages.anyone(async (c, { language }) => {
      const texts = TEXTS[language];
      if ((await recipientOf(c.req.param("token") ?? "")) === null) return pages.notFound(c);
      const content = html`<div class="gate"><h1>${texts.heading}</h1><p class="aside">${texts.lead}</p>
<form action="${c.req.path}" method="post" class="sheet fields"><button type="submit" class="main">${texts.submit}</button></form></div>`;
      return pages.show(c, { title: texts.heading, content, address: c.req.path });
    }),
  );

  app.post(
    path,
    pages.anyone(async (c, { language }) => {
      const texts = TEXTS[language];
      const recipient = await recipientOf(c.req.param("token") ?? "");
      if (recipient === null) return pages.notFound(c);
      await ports.recipients.disableRecipient(recipient, ports.now());
      return pages.say(c, { heading: texts.done, text: texts.doneText }, 200);
    }),
  );
}
