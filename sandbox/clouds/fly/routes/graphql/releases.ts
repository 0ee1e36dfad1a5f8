const release = `
  createdAt: ISO8601DateTime!
  deploymentStrategy: DeploymentStrategy!
  description: String!
  evaluationId: String
  id: ID!
  imageRef: String
  inProgress: Boolean!
  reason: String!
  stable: Boolean!
  status: String!
  user: User
  version: Int!`;

const connectionOf = (type: string) => `type ${type}Connection {
  nodes: [${type}]
  pageInfo: PageInfo!
  totalCount: Int!
}`;

/** Fly shows a release in two types, of which the unprocessed one has the config that it was deployed with, as it was sent. */
export const releases = `type Release {${release}
}

${connectionOf("Release")}

type ReleaseUnprocessed {
  configDefinition: JSON${release}
}

${connectionOf("ReleaseUnprocessed")}`;
