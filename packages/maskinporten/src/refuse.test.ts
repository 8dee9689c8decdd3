import { expect, test } from "vitest";
import { fakeMaskinporten, fakeTimer, granted, network, SCOPE } from "../test/fakes.ts";

const REQUEST = { scopes: [SCOPE] };

test("a token that an API refused elsewhere is replaced once, and again when the next has been good for a while", async () => {
  const timer = fakeTimer();
  let n = 0;
  const { createClient, grants } = network(() => granted(`token-${++n}`));
  const maskinporten = fakeMaskinporten({ createClient, timer });
  const first = await maskinporten.token(REQUEST);
  await maskinporten.refuse(REQUEST, first);
  expect(await maskinporten.token(REQUEST)).toBe("token-2");
  // Somebody else's answer comes late: the token it is about is gone already.
  await maskinporten.refuse(REQUEST, first);
  // The replacement is refused at once: another would fare no better.
  await maskinporten.refuse(REQUEST, "token-2");
  expect(await maskinporten.token(REQUEST)).toBe("token-2");
  expect(grants()).toHaveLength(2);
  timer.pass(60_000);
  await maskinporten.refuse(REQUEST, "token-2");
  expect(await maskinporten.token(REQUEST)).toBe("token-3");
});

test("a refused token is that of its request, however the request is written, and no other's", async () => {
  let n = 0;
  const { createClient } = network(() => granted(`token-${++n}`));
  const maskinporten = fakeMaskinporten({ createClient });
  const first = await maskinporten.token(REQUEST);
  await maskinporten.refuse({ scopes: ["a:a"] }, first);
  expect(await maskinporten.token(REQUEST)).toBe(first);
  await maskinporten.refuse({ scopes: [SCOPE, SCOPE] }, first);
  expect(await maskinporten.token(REQUEST)).toBe("token-2");
});
