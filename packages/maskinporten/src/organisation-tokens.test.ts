import type { AccountAccess } from "@saldovakt/domain";
import { expect, it } from "vitest";
import { CUSTOMER, fakeMaskinporten, granted, network, OTHER, SCOPE } from "../test/fakes.ts";
import { organisationTokens, requestFor } from "./organisation-tokens.ts";

it.each<[boolean, AccountAccess | undefined, object]>([
  [true, undefined, { systemUser: { org: CUSTOMER } }],
  [true, { systemUser: { org: OTHER, externalRef: "branch" } }, { systemUser: { org: OTHER, externalRef: "branch" } }],
  [true, { consumerOrg: OTHER }, { systemUser: { org: CUSTOMER }, consumerOrg: OTHER }],
  [false, undefined, {}],
  [false, { consumerOrg: OTHER }, { consumerOrg: OTHER }],
])("open to system users only: %j; the account says %j", (bySystemUser, access, expected) => {
  expect(requestFor({ scope: SCOPE, bySystemUser }, CUSTOMER, access)).toEqual({ scopes: [SCOPE], ...expected });
});

it("gives a token for each organisation's access, and another for one that was refused", async () => {
  let n = 0;
  const { createClient } = network(() => granted(`token-${++n}`));
  const access: Record<string, AccountAccess> = { [OTHER]: { systemUser: { org: CUSTOMER } } };
  const tokens = organisationTokens(fakeMaskinporten({ createClient }), {
    scope: SCOPE,
    bySystemUser: true,
    accessOf: async (org) => access[org],
  });
  const first = await tokens.token(CUSTOMER);
  expect(await tokens.token(OTHER)).toEqual(first); // The same system user opens both.
  await tokens.refuse(OTHER, first);
  expect(await tokens.token(CUSTOMER)).not.toEqual(first);
});
