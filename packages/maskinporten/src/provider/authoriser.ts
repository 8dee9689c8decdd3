import { SaldovaktError, toSaldovaktError } from "@saldovakt/domain";
import { createHttpClient, type Timer } from "@saldovakt/http";
import type { Altinn } from "../altinn/altinn.ts";
import { authorityClient } from "../authority-client.ts";
import { isPrintable } from "../wire.ts";
import { decisionBook, PERMIT_KEPT_MS } from "./decisions.ts";
import { judgePdpAnswer, pdpRequest, type Question, type Verdict } from "./pdp.ts";

/** The scope Digdir grants to those who may ask the policy decision point. */
export const PDP_SCOPE = "altinn:authorization/authorize";

export interface AuthoriserOptions {
  /** `https://platform.altinn.no`, without a slash at the end. */
  readonly platformUrl: string;
  /** Of the decision point's API product: a secret. */
  readonly subscriptionKey: string;
  /** PEM certificates trusted beside the built-in roots. */
  readonly ca?: string;
  /** Gets our own token, of a client that holds `PDP_SCOPE`, and exchanges it for one of Altinn's. */
  readonly altinn: Pick<Altinn, "withAltinnToken">;
  /** Told of what an operator must look into: `Indeterminate`, obligations nobody can meet, and every fault that does not pass by itself. */
  readonly alarm: (fault: SaldovaktError) => void;
  readonly timer: Timer;
  /** Time for one decision, our own tokens included. 8 s unless given. */
  readonly deadlineMs?: number;
  /** How long a Permit is kept. Five minutes unless given, and at most. */
  readonly permitKeptMs?: number;
  readonly createClient?: typeof createHttpClient;
}

export interface Authoriser {
  /** What Altinn decides; `reused` is called where it was asked for somebody else's sake. Throws a coded fault when it decides nothing: nobody may be let in then. */
  decide(question: Question, reused?: () => void): Promise<Verdict>;
  /** Waits for the calls under way and closes the connections. */
  close(): Promise<void>;
}

const DEADLINE_MS = 8_000;

const policyFault = (code: string, message: string, remedy: string): SaldovaktError =>
  new SaldovaktError(message, { code, scope: "installation", remedy });

/** Verdicts that are nobody's doing but our own resource's policy; while it stands so, it shuts out callers who should be let in. */
const ALARMING: Readonly<Partial<Record<Verdict, SaldovaktError>>> = {
  PDP_INDETERMINATE: policyFault(
    "PDP_INDETERMINATE",
    "Altinn's policy decision point could not decide",
    "check that `resource` is registered in Altinn's resource register with a policy that knows the action",
  ),
  OBLIGATION_UNKNOWN: policyFault(
    "OBLIGATION_UNKNOWN",
    "the resource's policy attaches an obligation to its Permit that is not understood here",
    "leave urn:altinn:minimum-authenticationlevel as the only obligation in the policy",
  ),
  OBLIGATION_UNMET: policyFault(
    "OBLIGATION_UNMET",
    "the resource's policy asks for a higher level of authentication than Maskinporten's callers have",
    "set the level in the policy to 3 or less",
  ),
};

const slow = (): SaldovaktError =>
  new SaldovaktError("Altinn's policy decision point did not answer in time", {
    code: "PDP_SLOW",
    scope: "transient",
    remedy: "try again later",
  });

function requireOptions({ platformUrl, subscriptionKey }: AuthoriserOptions): void {
  if (!URL.canParse(platformUrl)) {
    throw new SaldovaktError("`platformUrl` is not a complete URL", {
      code: "ALTINN_ADDRESS_INVALID",
      scope: "installation",
      remedy: "write it as https://host, or leave it out for the platform of the environment",
    });
  }
  if (!isPrintable(subscriptionKey)) {
    throw new SaldovaktError("`subscriptionKey` is not usable", {
      code: "PDP_KEY_INVALID",
      scope: "installation",
      remedy: "give the key of the subscription as a text of printable characters, without spaces or line breaks",
    });
  }
}

/**
 * Asks Altinn's policy decision point (PDP) what a system user may do (Altinn, "Autorisasjon av systembruker"). Nothing is loaded or opened before the first
 * question. Throws `ALTINN_ADDRESS_INVALID` and `PDP_KEY_INVALID`.
 */
export function createAuthoriser(options: AuthoriserOptions): Authoriser {
  requireOptions(options);
  const { subscriptionKey, ca, altinn, timer, deadlineMs = DEADLINE_MS, createClient = createHttpClient } = options;
  const platformUrl = options.platformUrl.replace(/\/+$/, "");
  const http = authorityClient(createClient, ca);
  const book = decisionBook(timer.now, { permitMs: options.permitKeptMs ?? PERMIT_KEPT_MS });

  /** Raising an alarm must not change what is answered. */
  function alarm(cause: SaldovaktError): void {
    try {
      options.alarm(cause);
    } catch {
      // The refusal stands, and the audit log has its reason.
    }
  }

  async function ask(question: Question): Promise<Verdict> {
    const response = await altinn.withAltinnToken({ scopes: [PDP_SCOPE] }, (token) =>
      http.send(pdpRequest(question, { platformUrl, subscriptionKey, token, deadlineMs })),
    );
    return judgePdpAnswer(response, timer.now());
  }

  /** What is not decided in time is not decided: an answer that comes later is not kept either. */
  async function askInTime(question: Question): Promise<Verdict> {
    const stop = new AbortController();
    try {
      const late = timer.pause(deadlineMs, stop.signal).then(() => Promise.reject(slow()));
      const verdict = await Promise.race([ask(question), late]);
      const alarming = ALARMING[verdict];
      if (alarming) alarm(alarming);
      return verdict;
    } catch (error) {
      const found = toSaldovaktError(error);
      if (!found.retryable) alarm(found);
      throw found;
    } finally {
      stop.abort();
    }
  }

  return {
    decide(question, reused) {
      const { systemUser, organisation, resource, action } = question;
      return book.get(JSON.stringify([systemUser, organisation, resource, action]), () => askInTime(question), reused);
    },
    close: () => http.close(),
  };
}
