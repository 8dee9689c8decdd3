import { type AccountGroup, groupId, type Invitation, type User, userId } from "@saldovakt/domain";
import { at, sampleKey } from "./samples.fixture.ts";

export const sampleUser = (number: number, change: Partial<User> = {}): User => ({
  id: userId(new Uint8Array(20).fill(number)),
  name: `Påhittade Person ${number}`,
  role: "adviser",
  accounts: [],
  groups: [],
  createdAt: at(number),
  disabledAt: null,
  ...change,
});

export const sampleGroup = (number: number, change: Partial<AccountGroup> = {}): AccountGroup => ({
  id: groupId(new Uint8Array(20).fill(number)),
  name: `Kontoret ${number}`,
  accounts: [],
  createdAt: at(number),
  ...change,
});

export const sampleInvitation = (number: number, change: Partial<Invitation> = {}): Invitation => ({
  id: `inv_${number}`,
  hash: sampleKey(200 + number).hash,
  purpose: "join",
  user: sampleUser(number).id,
  role: "reader",
  accounts: [],
  groups: [],
  createdAt: at(number),
  expiresAt: at(number + 24),
  by: { kind: "key", id: "key_1" },
  usedAt: null,
  ...change,
});
