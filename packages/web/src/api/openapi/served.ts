import written from "./openapi.json" with { type: "json" };

export type Json = Readonly<Record<string, unknown>>;

export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Json[];
  readonly requestBody?: {
    readonly required: true;
    readonly content: Readonly<Record<string, { readonly schema: Json; readonly example?: unknown }>>;
  };
  readonly responses: Readonly<Record<string, Json>>;
  readonly security: readonly Json[];
}

export interface OpenApiDocument {
  readonly info: Json & { readonly title: string; readonly version: string; readonly description: string };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly webhooks: Readonly<Record<string, { readonly post: Operation }>>;
  readonly components: { readonly schemas: Readonly<Record<string, Json>>; readonly [more: string]: unknown };
  readonly [more: string]: unknown;
}

const document = written as unknown as OpenApiDocument;

/** The document as it was written when the program was built, of this version. */
export const servedDocument = (version: string): OpenApiDocument => ({ ...document, info: { ...document.info, version } });
