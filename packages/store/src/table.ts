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
 * | `ACCOUNT#<id>`     | `DELIVERY#<delivery>`   | nothing: says that the delivery below is this account's     |
 * | `DELIVERY#<id>`    | `DELIVERY`              | one delivery's outcome                                      |
 * | `IDENTITY#<hmac>`  | `IDENTITY`              | the id of the account that watches this identity            |
 * | `KEYS`             | SHA-256 of the key      | a key of the HTTP API                                       |
 * | `SLOTS#<rate>`     | `SLOTS`                 | the next free slot of a shared call rate                    |
 * | `FACT#<name>`      | `FACT`                  | a small fact of the installation                            |
 * | `RECIPIENT#<key>`  | `RECIPIENT`             | a recipient that is disabled                                |
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
