import { z } from "zod";
import type { CloudResponse } from "../../core/cloud.ts";
import { param } from "../../core/router.ts";
import type { CloudflareOperation, CloudflareRequest, Handle, PagesDomain, PagesProject } from "../entities.ts";
import { answer, answerPage, refuse } from "../envelope.ts";
import { findRecords, findZoneOf, withProject } from "../store.ts";

const list = "/accounts/:account/pages/projects/:project/domains";
const newDomain = z.object({
  name: z
    .string()
    .toLowerCase()
    .regex(/^([a-z0-9-]+\.)+[a-z]{2,}$/),
});

export const pagesDomainOperations: readonly CloudflareOperation[] = [
  {
    name: "cloudflare.listPagesDomains",
    method: "GET",
    path: list,
    handle: withProject((project, request) =>
      answerPage(
        project.domains.map((domain) => describeDomain(project, domain, request)),
        request.query,
      ),
    ),
  },
  { name: "cloudflare.addPagesDomain", method: "POST", path: list, handle: withProject(addDomain) },
  {
    name: "cloudflare.getPagesDomain",
    method: "GET",
    path: `${list}/:domain`,
    handle: withDomain((project, domain, request) => answer(describeDomain(project, domain, request))),
  },
  {
    name: "cloudflare.retryPagesDomain",
    method: "PATCH",
    path: `${list}/:domain`,
    handle: withDomain((project, domain, request) => answer(describeDomain(project, domain, request))),
  },
  {
    name: "cloudflare.deletePagesDomain",
    method: "DELETE",
    path: `${list}/:domain`,
    handle: withDomain((project, domain) => {
      project.domains = project.domains.filter(({ id }) => id !== domain.id);
      return answer(null);
    }),
  },
];

function addDomain(project: PagesProject, request: CloudflareRequest): CloudResponse {
  const body = newDomain.safeParse(request.body);
  if (!body.success) return refuse(400, 8000000, "The domain name is missing or invalid.");
  const { name } = body.data;
  const isTaken = Object.values(request.state.pagesProjects).some(({ domains }) =>
    domains.some((d) => d.name === name),
  );
  if (isTaken) return refuse(409, 8000018, "You have already added this custom domain.");
  const domain: PagesDomain = {
    id: request.ids.uuid("pages domain"),
    domain_id: request.ids.uuid("pages domain id"),
    name,
    created_on: request.clock.iso(),
  };
  project.domains.push(domain);
  return answer(describeDomain(project, domain, request));
}

function withDomain(
  handle: (project: PagesProject, domain: PagesDomain, request: CloudflareRequest) => CloudResponse,
): Handle {
  return withProject((project, request) => {
    const domain = project.domains.find(({ name }) => name === param(request, "domain"));
    if (domain) return handle(project, domain, request);
    return refuse(404, 8000021, "The specified custom domain does not exist in this project.");
  });
}

/** Active once a CNAME leads to the project: driven through the API, nobody makes it (Pages docs, Custom domains). */
function describeDomain(project: PagesProject, domain: PagesDomain, { state }: CloudflareRequest): object {
  const records = findRecords(state, domain.name);
  const isActive = records.some(({ type, content }) => type === "CNAME" && content === project.subdomain);
  const status = isActive ? "active" : "pending";
  return {
    ...domain,
    status,
    verification_data: { status },
    validation_data: { status, method: "http" },
    certificate_authority: "google",
    zone_tag: findZoneOf(state, domain.name)?.id ?? "",
  };
}
