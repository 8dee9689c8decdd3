import { at, listAt, ofType, type StageRecord } from "../record.ts";
import { allStatements } from "../statements.ts";
import { type Check, failing } from "./check.ts";

const sends = (record: StageRecord) =>
  allStatements(record).filter(({ effect, actions }) => effect === "Allow" && actions.some((action) => action.startsWith("ses:")));

export const MAIL: readonly Check[] = [
  {
    holds: "mail is sent by deliver alone, from one sender, over the stage's own configuration set",
    find: (record) => {
      const sets = ofType(record, "ConfigurationSet").map(({ arn }) => arn);
      return failing(
        sends(record),
        ({ of, resources, condition }) =>
          of === "DeliverRole" &&
          typeof at(condition, "StringEquals", "ses:FromAddress") === "string" &&
          resources.every((arn) => sets.includes(arn) || /^arn:aws:ses:[a-z0-9-]+:\d{12}:identity\/[a-z0-9.-]+$/.test(arn)) &&
          sets.every((arn) => resources.includes(arn)) &&
          resources.length === sets.length + 1,
        ({ of }) => `${of} may send other mail`,
      );
    },
  },
  {
    holds: "mail travels encrypted, and what bounced or was complained about is counted and not written to again",
    find: (record) => [
      ...failing(
        ofType(record, "ConfigurationSet"),
        ({ inputs }) =>
          at(inputs, "deliveryOptions", "tlsPolicy") === "REQUIRE" &&
          ["BOUNCE", "COMPLAINT"].every((reason) => listAt(inputs, "suppressionOptions", "suppressedReasons").includes(reason)),
        ({ name }) => `${name} sends in the open, or again to whom it should not`,
      ),
      ...failing(
        ofType(record, "ConfigurationSet"),
        ({ inputs }) =>
          ofType(record, "ConfigurationSetEventDestination").some(
            (destination) =>
              destination.inputs.configurationSetName === inputs.configurationSetName &&
              at(destination.inputs, "eventDestination", "enabled") === true &&
              // Events hold recipients and subjects: they are counted, and shown to nobody.
              at(destination.inputs, "eventDestination", "cloudWatchDestination") !== undefined &&
              at(destination.inputs, "eventDestination", "snsDestination") === undefined &&
              ["BOUNCE", "COMPLAINT", "REJECT"].every((type) =>
                listAt(destination.inputs, "eventDestination", "matchingEventTypes").includes(type),
              ),
          ),
        ({ name }) => `nobody counts what comes back to ${name}`,
      ),
    ],
  },
];
