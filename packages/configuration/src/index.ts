export type { AccountSection, Configuration, RecipientSection, Reference, SkatteverketSection } from "./configuration.ts";
