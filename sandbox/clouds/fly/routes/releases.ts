import { z } from "zod";
import { requireOwnApp } from "../access.ts";
import type { App, FlyOperation, FlyRequest, Release } from "../entities.ts";
import { Refusal } from "../errors.ts";
import { readBody } from "../request-body.ts";
import { findLiveApp, USER_EMAIL } from "../store.ts";

const order = z.object({
  app_name: z.string(),
  build_id: z.number().nullish(),
  definition: z.unknown(),
  image: z.string(),
  strategy: z.string(),
});

const change = z.object({ status: z.string(), metadata: z.unknown().optional() });

/** What `flyctl deploy` writes down of itself (flyctl internal/uiex/releases.go): an API of flyctl alone. */
export const releases: FlyOperation[] = [
  {
    name: "fly.listReleases",
    method: "GET",
    path: "/api/v1/apps/:app/releases",
    handle: (request) => {
      const limit = Number(request.query.get("limit") ?? 25);
      return { status: 200, body: { releases: newestFirst(findLiveApp(request)).slice(0, limit).map(describe) } };
    },
  },
  {
    name: "fly.readCurrentRelease",
    method: "GET",
    path: "/api/v1/apps/:app/releases/current",
    handle: (request) => {
      const [newest] = newestFirst(findLiveApp(request));
      // flyctl takes 404 for an app without a release.
      if (!newest) throw new Refusal(404, "release not found");
      return { status: 200, body: describe(newest) };
    },
  },
  {
    name: "fly.createRelease",
    method: "POST",
    path: "/api/v1/releases",
    handle: (request) => {
      const asked = readBody(request, order);
      const app = requireOwnApp(request, asked.app_name);
      const release = addRelease(request, app, { ...asked, definition: asked.definition });
      return { status: 201, body: { release: describe(release) } };
    },
  },
  {
    name: "fly.updateRelease",
    method: "PATCH",
    path: "/api/v1/releases/:release",
    handle: (request) => {
      const { status } = readBody(request, change);
      const release = setReleaseStatus(request, request.params["release"] ?? "", status);
      if (!release) throw new Refusal(404, "release not found");
      return { status: 200, body: describe(release) };
    },
  },
];

export function newestFirst({ releases = [] }: App): Release[] {
  return [...releases].reverse();
}

export function addRelease(
  { clock, ids }: FlyRequest,
  app: App,
  made: Pick<Release, "image" | "strategy" | "definition">,
): Release {
  app.releases ??= [];
  const release: Release = {
    id: ids.slug("release", 16),
    version: app.releases.length + 1,
    image: made.image,
    strategy: made.strategy,
    definition: made.definition,
    createdAt: clock.iso(),
    status: "pending",
  };
  app.releases.push(release);
  return release;
}

/** The release that now has the status. Undefined when the caller's token reaches none of that id. */
export function setReleaseStatus(request: FlyRequest, id: string, status: string): Release | undefined {
  const app = Object.values(request.state.apps).find(({ releases = [] }) => releases.some((one) => one.id === id));
  const release = app?.releases?.find((one) => one.id === id);
  if (!app || !release) return undefined;
  requireOwnApp(request, app.name);
  release.status = status;
  return release;
}

function describe({ id, version, image, strategy, createdAt, status }: Release) {
  return {
    id,
    version,
    status,
    strategy,
    stable: status === "complete",
    in_progress: isInProgress(status),
    user: USER_EMAIL,
    created_at: createdAt,
    image_ref: image,
  };
}

export function isInProgress(status: string): boolean {
  return status === "pending" || status === "running";
}
