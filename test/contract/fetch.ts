import type { Contract } from "./openapi.ts";

/**
 * `fetch` that also holds every exchange against a contract, where there is one, and fails with what violates it.
 * @param revive how the contract is to see what an answer holds, as for `JSON.parse`
 */
export function fetchHeldTo(
  contract: Contract | undefined,
  revive?: (key: string, value: unknown) => unknown,
): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    const text = await response.clone().text();
    const violations = contract?.check({
      method: init?.method ?? "GET",
      path: new URL(input instanceof Request ? input.url : input).pathname,
      requestBody: typeof init?.body === "string" ? JSON.parse(init.body) : undefined,
      status: response.status,
      responseBody: text === "" ? undefined : JSON.parse(text, revive),
    });
    if (violations && violations.length > 0) throw new Error(violations.join("\n"));
    return response;
  };
}
