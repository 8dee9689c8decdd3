import { SaldovaktError } from "@saldovakt/domain";
import type { HttpRequest, HttpResponse } from "@saldovakt/http";
import { describe, expect, test } from "vitest";
import { CUSTOMER, errorOf, everythingIn, OTHER, response } from "../../test/fakes.ts";
import { testClock, USER_ID } from "../../test/provider-fakes.ts";
import { type AuthoriserOptions, createAuthoriser, PDP_SCOPE } from "./authoriser.ts";
import { decisionBook } from "./decisions.ts";
import type { Question } from "./pdp.ts";

const MINUTE = 60_000;
const QUESTION: Question = { systemUser: USER_ID, organisation: CUSTOMER, resource: "saldovakt", action: "read" };
const decided = (decision: string): HttpResponse => response(200, { response: [{ decision }] });

type Answer = HttpResponse | Error | Promise<HttpResponse>;

/** An authoriser whose decision point answers as told, one answer after the other and the last one for ever. */
function house(answers: readonly Answer[], options: Partial<AuthoriserOptions> = {}) {
  const clock = testClock();
  const requests: HttpRequest[] = [];
  const scopes: unknown[] = [];
  const alarms: string[] = [];
  const authoriser = createAuthoriser({
    platformUrl: "https://platform.example/",
    subscriptionKey: "subscription-hush",
    altinn: {
      withAltinnToken: (request, call) => {
        scopes.push(request);
        return call("altinn-token-hush");
      },
    },
    alarm: ({ code }) => void alarms.push(code),
    timer: clock,
    createClient: () => ({
      async send(request) {
        const answer = answers[Math.min(requests.length, answers.length - 1)];
        requests.push(request);
        if (!answer || answer instanceof Error) throw answer;
        return answer;
      },
      close: async () => {},
    }),
    ...options,
  });
  const verdict = (changes: Partial<Question> = {}): Promise<string> =>
    authoriser.decide({ ...QUESTION, ...changes }).catch((error: unknown) => {
      if (!(error instanceof SaldovaktError)) throw error;
      return error.code;
    });
  return { clock, requests, scopes, alarms, authoriser, verdict };
}

describe("a decision", () => {
  test("is asked for with Altinn's own token, had for the scope of the decision point", async () => {
    const { verdict, requests, scopes, clock } = house([decided("Permit")]);
    expect(await verdict()).toBe("PERMIT");
    expect(clock.pauses).toBe(0);
    expect(scopes).toEqual([{ scopes: [PDP_SCOPE] }]);
    expect(requests[0]?.url).toBe("https://platform.example/authorization/api/v1/authorize");
    expect(requests[0]?.headers).toMatchObject({ Authorization: "Bearer altinn-token-hush" });
  });

  test("is kept for five minutes, and asked for again when it has aged", async () => {
    const { verdict, requests, clock } = house([decided("Permit"), decided("Deny")]);
    expect(await verdict()).toBe("PERMIT");
    clock.pass(5 * MINUTE - 1);
    expect(await verdict()).toBe("PERMIT");
    expect(requests).toHaveLength(1);
    clock.pass(1);
    expect(await verdict()).toBe("PDP_DENIED");
    expect(requests).toHaveLength(2);
  });

  test("tells whoever it was not asked for", async () => {
    const { authoriser, clock } = house([decided("Permit"), decided("Permit"), decided("Indeterminate"), decided("Indeterminate")]);
    const reused: string[] = [];
    const ask = (who: string) => authoriser.decide(QUESTION, () => void reused.push(who));
    await Promise.all([ask("first"), ask("beside it")]);
    await ask("after it");
    clock.pass(5 * MINUTE);
    await ask("later");
    expect(reused).toEqual(["beside it", "after it"]);
    clock.pass(5 * MINUTE);
    for (const who of ["undecided", "undecided again"]) await ask(who);
    expect(reused).toHaveLength(2);
  });

  test("ages from before it was asked for, never longer than five minutes, and not backwards", async () => {
    let answer: (response: HttpResponse) => void = () => {};
    const slow = new Promise<HttpResponse>((resolve) => {
      answer = resolve;
    });
    const { verdict, clock } = house([slow, decided("Deny")], { permitKeptMs: 60 * MINUTE });
    const first = verdict();
    clock.pass(7_000);
    answer(decided("Permit"));
    expect(await first).toBe("PERMIT");
    clock.pass(5 * MINUTE - 7_000);
    expect(await verdict()).toBe("PDP_DENIED");

    const set = house([decided("Permit"), decided("Deny")]);
    await set.verdict();
    set.clock.pass(-1);
    expect(await set.verdict()).toBe("PDP_DENIED");
  });

  test("against the caller is kept for a minute", async () => {
    const { verdict, requests, clock } = house([decided("NotApplicable"), decided("Permit")]);
    expect(await verdict()).toBe("PDP_NOT_APPLICABLE");
    clock.pass(MINUTE - 1);
    expect(await verdict()).toBe("PDP_NOT_APPLICABLE");
    expect(requests).toHaveLength(1);
    clock.pass(1);
    expect(await verdict()).toBe("PERMIT");
  });

  test("is nobody else's: not another user's, organisation's, resource's or action's", async () => {
    const { verdict, requests } = house([decided("Permit"), decided("Deny")]);
    expect(await verdict()).toBe("PERMIT");
    const others: readonly Partial<Question>[] = [
      { systemUser: "0b8f6c1e-0000-4000-8000-000000000000" },
      { organisation: OTHER },
      { resource: "saldovakt-other" },
      { action: "write" },
    ];
    for (const [n, other] of others.entries()) {
      expect(await verdict(other)).toBe("PDP_DENIED");
      expect(requests).toHaveLength(n + 2);
    }
    expect(await verdict()).toBe("PERMIT");
  });

  test("is asked for once, however many want it at the same time", async () => {
    const { verdict, requests } = house([decided("Permit")]);
    expect(new Set(await Promise.all(Array.from({ length: 20 }, () => verdict())))).toEqual(new Set(["PERMIT"]));
    expect(requests).toHaveLength(1);
  });

  test("that could not be made refuses, is never kept, and raises an alarm that cannot get in the way", async () => {
    const { verdict, requests, alarms } = house([decided("Indeterminate"), decided("Permit")]);
    expect(await verdict()).toBe("PDP_INDETERMINATE");
    expect(alarms).toEqual(["PDP_INDETERMINATE"]);
    expect(await verdict()).toBe("PERMIT");
    expect(requests).toHaveLength(2);
    const obliging = (value: string) => ({ attributeAssignment: [{ category: "urn:altinn:minimum-authenticationlevel", value }] });
    for (const [value, code] of [
      ["4", "OBLIGATION_UNMET"],
      ["?", "OBLIGATION_UNKNOWN"],
    ] as const) {
      const strict = house([response(200, { response: [{ decision: "Permit", obligations: [obliging(value)] }] })]);
      expect(await strict.verdict()).toBe(code);
      expect(strict.alarms).toEqual([code]);
    }
    const failing = () => {
      throw new Error("no alarm");
    };
    expect(await house([decided("Indeterminate")], { alarm: failing }).verdict()).toBe("PDP_INDETERMINATE");
  });
});

describe("no decision", () => {
  const timeout = new SaldovaktError("x", { code: "HTTP_TIMEOUT", scope: "transient" });

  test.each([
    [response(500), "ALTINN_UNAVAILABLE", []],
    [response(200, "<html>Permit</html>"), "ALTINN_HTML", []],
    [response(200, { response: [] }), "ALTINN_ANSWER_UNEXPECTED", ["ALTINN_ANSWER_UNEXPECTED"]],
    [response(401), "PDP_ACCESS_REFUSED", ["PDP_ACCESS_REFUSED"]],
    [timeout, "HTTP_TIMEOUT", []],
    [new TypeError("x"), "INTERNAL", ["INTERNAL"]],
  ])("is a coded fault, asked about again, and an alarm where it does not pass by itself", async (answer, code, alarmed) => {
    const { verdict, alarms } = house([answer, decided("Permit")]);
    expect(await verdict()).toBe(code);
    expect(alarms).toEqual(alarmed);
    expect(await verdict()).toBe("PERMIT");
  });

  test("takes the place of a Permit that has aged", async () => {
    const { verdict, clock } = house([decided("Permit"), timeout]);
    expect(await verdict()).toBe("PERMIT");
    clock.pass(5 * MINUTE);
    expect(await verdict()).toBe("HTTP_TIMEOUT");
  });

  test("comes in time when the decision does not, and a Permit that comes later opens nothing", async () => {
    let answer: (response: HttpResponse) => void = () => {};
    const slow = new Promise<HttpResponse>((resolve) => {
      answer = resolve;
    });
    const { verdict, clock, requests } = house([slow, decided("Deny")], { deadlineMs: 2_000 });
    const both = [verdict(), verdict()];
    await new Promise(setImmediate);
    expect(requests[0]?.deadlineMs).toBe(2_000);
    clock.ring();
    expect(await Promise.all(both)).toEqual(["PDP_SLOW", "PDP_SLOW"]);
    answer(decided("Permit"));
    await new Promise(setImmediate);
    expect(await verdict()).toBe("PDP_DENIED");
  });

  test("tells nothing of keys, tokens, users or organisations", async () => {
    for (const answer of [
      response(401),
      response(200, { response: [{ decision: USER_ID, org: CUSTOMER }] }),
      response(400, { code: CUSTOMER }),
    ]) {
      const told = everythingIn(await errorOf(house([answer]).authoriser.decide(QUESTION)));
      for (const secret of ["hush", USER_ID, CUSTOMER]) expect(told).not.toContain(secret);
    }
  });
});

test("as many decisions are kept as fit, and the oldest makes way", async () => {
  const asked: string[] = [];
  const book = decisionBook(() => 0, { kept: 3 });
  const get = (key: string) =>
    book.get(key, async () => {
      asked.push(key);
      return "PERMIT";
    });
  for (const key of ["a", "b", "c", "d", "d", "c", "b", "a"]) await get(key);
  expect(asked).toEqual(["a", "b", "c", "d", "a"]);
});

test("an address or a key that cannot be used is refused at once", () => {
  expect(() => house([], { platformUrl: "altinn" })).toThrow(expect.objectContaining({ code: "ALTINN_ADDRESS_INVALID" }));
  for (const subscriptionKey of ["", "a b", "a\r\nb"]) {
    expect(() => house([], { subscriptionKey })).toThrow(expect.objectContaining({ code: "PDP_KEY_INVALID" }));
  }
});
