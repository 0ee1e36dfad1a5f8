import { z } from "zod";
import type { FlyOperation, FlyRequest, PostgresCluster } from "../../entities.ts";
import { Refusal } from "../../errors.ts";
import { readBody } from "../../request-body.ts";
import { seeApp } from "../../store.ts";
import { findCluster } from "./cluster.ts";

const attachBody = z.object({ app_name: z.string() });
const path = "/v1/postgres/:cluster/attachments";

/** An attachment is a record only: no secret is set in the app (flyctl mpg attach sets it before this call). */
export const attachments: FlyOperation[] = [
  { name: "fly.attachPostgresCluster", method: "POST", path, handle: attach },
  { name: "fly.detachPostgresCluster", method: "DELETE", path: `${path}/:app`, handle: detach },
];

function attach(request: FlyRequest) {
  const cluster = findCluster(request);
  const { app_name } = readBody(request, attachBody, 422);
  const app = seeApp(request.state, app_name);
  if (app?.organization !== cluster.organization) throw new Refusal(404, "App not found");
  const existing = cluster.attachments.find((one) => one.app === app_name);
  if (existing) return { status: 200, body: { data: describeAttachment(cluster, existing) } };
  const attachment = { app: app_name, attachedAt: request.clock.iso() };
  cluster.attachments.push(attachment);
  return { status: 201, body: { data: describeAttachment(cluster, attachment) } };
}

function detach(request: FlyRequest) {
  const cluster = findCluster(request);
  const at = cluster.attachments.findIndex((one) => one.app === request.params["app"]);
  if (at < 0) throw new Refusal(404, "Attachment not found");
  cluster.attachments.splice(at, 1);
  return { status: 204 };
}

function describeAttachment({ id }: PostgresCluster, { app, attachedAt }: PostgresCluster["attachments"][number]) {
  return { postgres_cluster_id: id, app_name: app, attached_at: attachedAt };
}
