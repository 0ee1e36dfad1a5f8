/** What the emulated Fly answers of its GraphQL API, in GraphQL's own language. */
export const schemaText = /* GraphQL */ `
# The part of Fly's schema that is served, with the names and types of flyctl's gql/schema.graphql.

schema {
  query: Queries
  mutation: Mutations
}

scalar ISO8601DateTime
scalar JSON

type Queries {
  app(name: String, internalId: String): App
  nearestRegion: Region
  organization(slug: String): Organization
  platform: PlatformInfo!
}

type Mutations {
  allocateIpAddress(input: AllocateIPAddressInput!): AllocateIPAddressPayload
  createLimitedAccessToken(input: CreateLimitedAccessTokenInput!): CreateLimitedAccessTokenPayload
  deleteLimitedAccessToken(input: DeleteLimitedAccessTokenInput!): DeleteLimitedAccessTokenPayload
  releaseIpAddress(input: ReleaseIPAddressInput!): ReleaseIPAddressPayload
}

type App {
  appUrl: String
  deployed: Boolean!
  hostname: String
  id: ID!
  internalNumericId: Int!
  ipAddresses(first: Int, after: String): IPAddressConnection!
  limitedAccessTokens(first: Int, after: String): LimitedAccessTokenConnection!
  name: String!
  network: String
  organization: Organization!
  platformVersion: String
  secrets: [Secret!]!
  sharedIpAddress: String
  status: String!
}

type Organization {
  id: ID!
  internalNumericId: String!
  limitedAccessTokens(first: Int, after: String): LimitedAccessTokenConnection!
  name: String!
  "The real slug, also of a personal organization, whose slug reads personal."
  rawSlug: String!
  slug: String!
}

type Secret {
  createdAt: ISO8601DateTime!
  digest: String!
  id: ID!
  name: String!
}

enum IPAddressType {
  private_v6
  shared_v4
  v4
  v6
}

type IPAddress {
  address: String!
  createdAt: ISO8601DateTime!
  id: ID!
  network: String
  region: String
  serviceName: String
  type: IPAddressType!
}

type IPAddressConnection {
  nodes: [IPAddress]
  pageInfo: PageInfo!
  totalCount: Int!
}

type LimitedAccessToken {
  createdAt: ISO8601DateTime!
  expiresAt: ISO8601DateTime!
  id: ID!
  name: String!
  organization: Organization!
  profile: String!
  profileParams: JSON
  revokedAt: ISO8601DateTime
  "Only in the answer that creates it."
  token: String
  "Only in the answer that creates it."
  tokenHeader: String
  user: User!
}

type LimitedAccessTokenConnection {
  nodes: [LimitedAccessToken]
  pageInfo: PageInfo!
  totalCount: Int!
}

type PageInfo {
  endCursor: String
  hasNextPage: Boolean!
}

type PlatformInfo {
  regions: [Region!]!
}

type Region {
  code: String!
  deprecated: Boolean!
  gatewayAvailable: Boolean!
  latitude: Float
  longitude: Float
  name: String!
  requiresPaidPlan: Boolean!
}

type User {
  email: String!
}

input AllocateIPAddressInput {
  appId: ID!
  clientMutationId: String
  network: ID
  organizationId: ID
  region: String
  serviceName: String
  type: IPAddressType!
}

type AllocateIPAddressPayload {
  app: App!
  clientMutationId: String
  "Null for a shared address, which is the app's sharedIpAddress."
  ipAddress: IPAddress
}

input ReleaseIPAddressInput {
  appId: ID
  clientMutationId: String
  ip: String
  ipAddressId: ID
}

type ReleaseIPAddressPayload {
  app: App!
  clientMutationId: String
}

input CreateLimitedAccessTokenInput {
  clientMutationId: String
  "A Go duration."
  expiry: String
  name: String!
  optInThirdParties: [String!]
  optOutThirdParties: [String!]
  organizationId: ID!
  profile: String!
  profileParams: JSON
}

type CreateLimitedAccessTokenPayload {
  clientMutationId: String
  limitedAccessToken: LimitedAccessToken!
}

input DeleteLimitedAccessTokenInput {
  clientMutationId: String
  id: ID
  token: String
}

type DeleteLimitedAccessTokenPayload {
  clientMutationId: String
  revokedBy: String
  token: String
}
`;
