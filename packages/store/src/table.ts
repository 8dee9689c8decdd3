/**
 * The DynamoDB table's exact shape, in the words of CreateTable; infrastructure and tests create it from this. Two keys, no index: every
 * list is a query on one partition (accounts: on eight). Items past `TimeToLiveAttribute` (seconds since 1970) may be deleted by the table.
 *
 * | PK                 | SK                      | holds                                                       |
 * |--------------------|-------------------------|-------------------------------------------------------------|
 * | `ACCOUNTS#0` … `7` | the account's id        | the account and its summary; shard by the id's first letter |
 * | `ACCOUNT#<id>`     | `OBSERVATION`, `RECORD` | the last reading, what is remembered of it (both gzip)      |
 * | `ACCOUNT#<id>`     | `ALERT#<alert>`         | an alert that was told (gzip)                               |
 * | `ACCOUNT#<id>`     | `PAYMENT#<payment>`     | a registered payment                                        |
 * | `ACCOUNT#<id>`     | `DELIVERY#<delivery>`   | that the delivery below is this account's; its marker's key |
 * | `DELIVERY#<id>`    | `DELIVERY`              | one delivery's outcome                                      |
 * | `IDENTITY#<hmac>`  | `IDENTITY`              | the id of the account that watches this identity            |
 * | `KEYS`             | SHA-256 of the key      | a key of the HTTP API                                       |
 * | `KEY#<id>`         | `KEY`                   | the SHA-256 under which the key of this id stands           |
 * | `ACCOUNT#<id>`     | `SIGNIN`                | the account's sign-in at the authority: sealed tokens       |
 * | `SIGNIN#<id>`      | `SIGNIN`                | a sign-in under way                                         |
 * | `SESSION#<hash>`   | `SESSION`               | somebody signed in; SHA-256 of the cookie                   |
 * | `USER#<id>`        | `SESSION#<hash>`        | nothing: names a session of the user's                      |
 * | `USERS`            | the user's id           | somebody who may sign in                                    |
 * | `GROUPS`           | the group's id          | a group of accounts                                         |
 * | `INVITATIONS`      | SHA-256 of the token    | a link that lets one person in, once                        |
 * | `AUDIT#<month>`    | `<at>#<id>`             | a line of the audit log                                     |
 * | `SLOTS#<rate>`     | `SLOTS`                 | the next free slot of a shared call rate                    |
 * | `FACT#<name>`      | `FACT`                  | a small fact of the installation                            |
 * | `RECIPIENTS`       | the recipient's key     | a recipient added by hand, a webhook's secrets among it     |
 * | `RECIPIENT#<key>`  | `RECIPIENT`             | that the recipient is disabled                              |
 * | `RECIPIENT#<key>`  | `DELIVERY#<at>#<id>`    | nothing: a marker, names a delivery begun then              |
 * | `INSTALLATION`     | `LOOKUP`                | the secret of the HMACs above                               |
 */
export const TABLE = {
  AttributeDefinitions: [
    { AttributeName: "PK", AttributeType: "S" },
    { AttributeName: "SK", AttributeType: "S" },
  ],
  KeySchema: [
    { AttributeName: "PK", KeyType: "HASH" },
    { AttributeName: "SK", KeyType: "RANGE" },
  ],
  TimeToLiveAttribute: "expiresAt",
} as const;
