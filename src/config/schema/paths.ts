import { z } from "zod";

/**
 * Files of the application's repository, as `git diff -- ':(glob)…'` takes them (git, gitglossary, "pathspec"): `*` is any part of
 * a name, `**` any number of folders, and a folder stands for all that is in it. Nothing in one needs a quote in a shell.
 */
export const pathsSchema = z
  .array(
    z.string().regex(/^(?!.*\*\*[^/])(?!.*[^/]\*\*)[\w.@+*-]+(\/[\w.@+*-]+)*$/, {
      error: "is not a path from the repository's root, such as apps/api/** or package.json",
    }),
  )
  .min(1);
