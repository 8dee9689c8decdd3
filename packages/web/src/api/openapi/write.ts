// Writes the OpenAPI document from the schemas: `npm run openapi`. A test fails while the file is not what would be written.
import { writeFileSync } from "node:fs";
import { FILE, fileText } from "./file.ts";

writeFileSync(FILE, fileText());
