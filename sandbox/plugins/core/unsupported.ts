import { z } from "zod";

/** An input that the real plugin has and the stub has not. Giving it a value fails Check, which names it. */
export const unsupported = z
  .never({
    error:
      "is an input of the real plugin that the sandbox's stub does not have. Leave it out, or use the real plugin.",
  })
  .optional();
