import { defineCall } from "../call.ts";
import { planOf } from "../plan.ts";
import { findOrganization } from "../store.ts";

export const organizationCalls = [
  defineCall("listOrganizations", "GET", "/users/me/organizations", ({ state }) => ({
    status: 200,
    body: { organizations: state.organizations.map((organization) => ({ ...organization, plan: state.plan })) },
  })),

  defineCall("getOrganization", "GET", "/organizations/:org_id", ({ state, params }) => ({
    status: 200,
    body: { ...findOrganization(state, params["org_id"]), plan: state.plan },
  })),

  defineCall("getCurrentUser", "GET", "/users/me", ({ state }) => {
    const { id, email, name } = state.account;
    const plan = planOf(state);
    return {
      status: 200,
      body: {
        id,
        email,
        login: email,
        name,
        last_name: "",
        image: "",
        plan: state.plan,
        auth_accounts: [{ provider: "keycloak", email, name, login: email, image: "" }],
        active_seconds_limit: 0,
        projects_limit: plan.projects,
        branches_limit: plan.branches,
        max_autoscaling_limit: plan.autoscalingCu,
      },
    };
  }),

  defineCall("getAuth", "GET", "/auth", ({ state }) => ({
    status: 200,
    body: { account_id: state.account.id, auth_method: "api_key_user" },
  })),
];
