import { launch } from "../../../src/plugin/launch.ts";
import { create } from "./stub.ts";

const { service, session } = create(process.env);
await launch(service, session);
