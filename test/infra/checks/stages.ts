import { at, ofType, type Resource, type StageRecord } from "../record.ts";
import { type Check, failing } from "./check.ts";

const isProduction = ({ app }: StageRecord): boolean => app.stage === "production";

/** What cannot be made again, and what guards it. */
const precious = (record: StageRecord): readonly Resource[] =>
  ["Table", "Key", "Secret", "SecretPolicy"].flatMap((type) => ofType(record, type));

const TAGS = ["app", "stage"];

export const STAGES: readonly Check[] = [
  {
    holds: "production is protected: it is not removed, and keeps what cannot be made again",
    find: (record) =>
      !isProduction(record)
        ? []
        : [
            ...(record.app.protect === true && record.app.removal === "retain" ? [] : ["the stage may be removed"]),
            ...failing(
              precious(record),
              ({ retained }) => retained,
              ({ name }) => `${name} goes with its stage`,
            ),
            ...failing(
              ofType(record, "Table"),
              ({ inputs }) => inputs.deletionProtectionEnabled === true,
              ({ name }) => `${name} may be deleted`,
            ),
            ...failing(
              [...ofType(record, "Key"), ...ofType(record, "Secret")],
              ({ inputs }) => Number(inputs.deletionWindowInDays ?? inputs.recoveryWindowInDays) >= 30,
              ({ name }) => `${name} cannot be brought back`,
            ),
          ],
  },
  {
    holds: "any other stage can be removed whole, and made again at once",
    find: (record) =>
      isProduction(record)
        ? []
        : [
            ...(record.app.protect !== true && record.app.removal === "remove" ? [] : ["the stage cannot be removed"]),
            ...failing(
              record.resources,
              ({ type, retained }) => !retained || !type.startsWith("aws:"),
              ({ name }) => `${name} stays behind`,
            ),
            ...failing(
              ofType(record, "Table"),
              ({ inputs }) => inputs.deletionProtectionEnabled !== true,
              ({ name }) => `${name} cannot be deleted`,
            ),
            ...failing(
              ofType(record, "Secret"),
              ({ inputs }) => inputs.recoveryWindowInDays === 0,
              ({ name }) => `${name} keeps its name taken`,
            ),
          ],
  },
  {
    holds: "everything is tagged with app and stage",
    find: (record) => {
      const tags = record.app.providers.aws.defaultTags?.tags ?? {};
      return [
        ...TAGS.filter((tag) => !tags[tag]).map((tag) => `nothing is tagged with ${tag}`),
        // The provider tags whatever it makes; another provider, or tags of a resource's own by those names, would not.
        ...record.resources
          .filter(({ type, provider }) => type.startsWith("aws:") && provider !== null)
          .map(({ name }) => `${name} is made by another provider`),
        ...record.resources
          .filter(({ inputs }) => TAGS.some((tag) => at(inputs, "tags", tag) !== undefined))
          .map(({ name }) => `${name} is tagged otherwise`),
      ];
    },
  },
];
