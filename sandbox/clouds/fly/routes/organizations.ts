import { canUse, requireOrganization } from "../access.ts";
import type { FlyOperation, Organization } from "../entities.ts";

/** What flyctl knows of organizations (flyctl internal/uiex/organizations.go): an API of flyctl alone. */
export const organizations: FlyOperation[] = [
  {
    name: "fly.listOrganizations",
    method: "GET",
    path: "/api/v1/organizations",
    handle: (request) => {
      const own = request.state.organizations.filter((one) => canUse(request, one));
      return { status: 200, body: { organizations: own.map(describe) } };
    },
  },
  {
    name: "fly.readOrganization",
    method: "GET",
    path: "/api/v1/organizations/:organization",
    handle: (request) => {
      const organization = requireOrganization(request, request.params["organization"] ?? "");
      return { status: 200, body: { organization: describe(organization) } };
    },
  },
];

function describe({ id, internalNumericId, slug, name, isPersonal }: Organization) {
  return {
    id,
    internal_numeric_id: internalNumericId,
    slug: isPersonal ? "personal" : slug,
    raw_slug: slug,
    name,
    personal: isPersonal,
    paid_plan: true,
    billable: true,
    billing_status: "CURRENT",
    provisions_beta_extensions: false,
    remote_builder_image: "",
  };
}
