import { expect, test } from "vitest";
import { type ServedNeon, serveNeon } from "./serve-neon.ts";

async function makeChild(neon: ServedNeon, branch: object) {
  const { project } = await neon.project();
  const path = `/projects/${project.id}/branches`;
  const made = await neon.call("POST", path, { branch: { name: "pr-42", ...branch } });
  await neon.settle(project.id);
  return { path, ...made };
}

test("an expiry is kept to the whole second, in UTC, with the seconds it was away", async () => {
  const neon = await serveNeon();
  const { body } = await makeChild(neon, { expires_at: "2026-01-12T12:00:00.734+02:00" });
  expect(body.branch).toMatchObject({
    created_at: "2026-01-05T10:00:02Z",
    expires_at: "2026-01-12T10:00:00Z",
    ttl_interval_seconds: 7 * 24 * 60 * 60 - 2,
  });
});

test("an expiry is moved by a time, cleared by null and kept when it is left out", async () => {
  const neon = await serveNeon();
  const { path, body } = await makeChild(neon, { expires_at: "2026-01-12T10:00:00Z" });
  const update = async (branch: object) =>
    (await neon.call("PATCH", `${path}/${body.branch.id}`, { branch })).body.branch.expires_at;
  expect(await update({ name: "renamed" })).toBe("2026-01-12T10:00:00Z");
  expect(await update({ expires_at: "2026-01-13T10:00:00Z" })).toBe("2026-01-13T10:00:00Z");
  expect(await update({ expires_at: null })).toBeUndefined();
});

test("a branch whose time has come is gone with its endpoint", async () => {
  const neon = await serveNeon();
  const { path, body } = await makeChild(neon, { expires_at: "2026-01-06T10:00:00Z" });
  neon.store.clock.tick(24 * 60 * 60 - 10);
  expect((await neon.call("GET", `${path}/${body.branch.id}`)).status).toBe(200);
  neon.store.clock.tick(10);
  expect((await neon.call("GET", `${path}/${body.branch.id}`)).status).toBe(404);
  expect((await neon.call("DELETE", `${path}/${body.branch.id}`)).status).toBe(204);
});

const refusedTimes = [
  ["a time without a zone", "2026-01-12T10:00:00"],
  ["a time in the past", "2026-01-04T10:00:00Z"],
  ["a time more than thirty days ahead", "2026-02-05T10:00:00Z"],
];

// How Neon says no to these is not documented: that nothing was made or changed is what counts.
test.each(refusedTimes)("%s makes no branch", async (_, expires_at) => {
  const neon = await serveNeon();
  const { path, body } = await makeChild(neon, { expires_at });
  expect(body).not.toHaveProperty("branch");
  expect((await neon.call("GET", `${path}/count`)).body.count).toBe(1);
});

test("default, protected and parent branches cannot be made to expire", async () => {
  const neon = await serveNeon();
  const { path, body } = await makeChild(neon, {});
  const { project, branch: main } = await neon.project({ name: "without children" });
  const isRefused = async (branch: string) => {
    await neon.call("PATCH", branch, { branch: { expires_at: "2026-01-12T10:00:00Z" } });
    return (await neon.call("GET", branch)).body.branch.expires_at === undefined;
  };
  const child = `${path}/${body.branch.id}`;
  expect(await isRefused(`/projects/${project.id}/branches/${main.id}`)).toBe(true);
  await neon.call("PATCH", child, { branch: { protected: true } });
  expect(await isRefused(child)).toBe(true);
  await neon.call("PATCH", child, { branch: { protected: false } });
  await neon.done("POST", path, { branch: { parent_id: body.branch.id } });
  expect(await isRefused(child)).toBe(true);
});

test("an expiring branch gets no children, no protection and is never the default", async () => {
  const neon = await serveNeon();
  const { path, body } = await makeChild(neon, { expires_at: "2026-01-12T10:00:00Z" });
  const { id } = body.branch;
  await neon.call("POST", path, { branch: { parent_id: id } });
  await neon.call("PATCH", `${path}/${id}`, { branch: { protected: true } });
  await neon.call("POST", `${path}/${id}/set_as_default`);
  expect((await neon.call("GET", `${path}/count`)).body.count).toBe(2);
  expect((await neon.call("GET", `${path}/${id}`)).body.branch).toMatchObject({ protected: false, default: false });
});
