import { releases } from "./releases.ts";

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
  appNameAvailable(name: String!): Boolean!
  apps(
    after: String
    first: Int
    organizationId: ID
    role: String
    type: String
  ): AppConnection!
  canPerformBluegreenDeployment(name: String!): Boolean!
  nearestRegion: Region
  organization(slug: String): Organization
  organizations(admin: Boolean, after: String, first: Int): OrganizationConnection!
  platform: PlatformInfo!
  viewer: Principal!
}

type Mutations {
  allocateIpAddress(input: AllocateIPAddressInput!): AllocateIPAddressPayload
  createBuild(input: CreateBuildInput!): CreateBuildPayload
  createLimitedAccessToken(input: CreateLimitedAccessTokenInput!): CreateLimitedAccessTokenPayload
  createRelease(input: CreateReleaseInput!): CreateReleasePayload
  deleteLimitedAccessToken(input: DeleteLimitedAccessTokenInput!): DeleteLimitedAccessTokenPayload
  finishBuild(input: FinishBuildInput!): FinishBuildPayload
  releaseIpAddress(input: ReleaseIPAddressInput!): ReleaseIPAddressPayload
  setSecrets(input: SetSecretsInput!): SetSecretsPayload
  unsetSecrets(input: UnsetSecretsInput!): UnsetSecretsPayload
  updateRelease(input: UpdateReleaseInput!): UpdateReleasePayload
}

type App {
  appUrl: String
  "The newest release that is complete."
  currentRelease: Release
  currentReleaseUnprocessed: ReleaseUnprocessed
  deployed: Boolean!
  hostname: String
  id: ID!
  "An image of the app's registry, if a release or a build has named it."
  image(ref: String!): Image
  internalNumericId: Int!
  ipAddresses(first: Int, after: String): IPAddressConnection!
  limitedAccessTokens(first: Int, after: String): LimitedAccessTokenConnection!
  name: String!
  network: String
  organization: Organization!
  platformVersion: PlatformVersionEnum
  releases(after: String, first: Int): ReleaseConnection!
  releasesUnprocessed(after: String, first: Int): ReleaseUnprocessedConnection!
  role: AppRole
  secrets: [Secret!]!
  sharedIpAddress: String
  status: String!
  version: Int!
}

type AppConnection {
  nodes: [App]
  pageInfo: PageInfo!
  totalCount: Int!
}

interface AppRole {
  name: String!
}

type EmptyAppRole implements AppRole {
  name: String!
}

type Image {
  compressedSize: Int!
  compressedSizeFull: String!
  digest: String!
  id: ID!
  ref: String!
}

type Organization {
  billable: Boolean!
  id: ID!
  internalNumericId: String!
  limitedAccessTokens(first: Int, after: String): LimitedAccessTokenConnection!
  name: String!
  "The real slug, also of a personal organization, whose slug reads personal."
  paidPlan: Boolean!
  rawSlug: String!
  slug: String!
  type: OrganizationType!
  viewerRole: String!
}

type OrganizationConnection {
  nodes: [Organization]
  pageInfo: PageInfo!
  totalCount: Int!
}

enum OrganizationType {
  PERSONAL
  SHARED
}

enum DeploymentStrategy {
  BLUEGREEN
  CANARY
  IMMEDIATE
  ROLLING
  ROLLING_ONE
  SIMPLE
}

${releases}

enum PlatformVersionEnum {
  detached
  machines
  nomad
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

interface Principal {
  email: String!
}

type Macaroon implements Principal {
  email: String!
}

type User implements Principal {
  email: String!
  enablePaidHobby: Boolean!
  id: ID!
  name: String
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

input CreateBuildInput {
  appName: String!
  builderType: String!
  clientMutationId: String
  imageOpts: JSON
  machineId: String
  strategyType: String!
  strategiesAvailable: [String!]
}

type CreateBuildPayload {
  clientMutationId: String
  id: ID!
  status: String!
}

input FinishBuildInput {
  appName: String!
  buildId: ID!
  builderMeta: JSON
  clientMutationId: String
  finalImage: JSON
  logs: String
  machineId: String
  status: String!
  strategiesAttempted: JSON
  timings: JSON
}

type FinishBuildPayload {
  clientMutationId: String
  id: ID!
  status: String!
  wallclockTimeMs: Int!
}

input CreateReleaseInput {
  appId: ID!
  clientMutationId: String
  definition: JSON!
  image: String!
  platformVersion: String!
  strategy: DeploymentStrategy!
}

type CreateReleasePayload {
  clientMutationId: String
  release: Release!
}

input UpdateReleaseInput {
  clientMutationId: String
  metadata: JSON
  releaseId: ID!
  status: String!
}

type UpdateReleasePayload {
  clientMutationId: String
  release: Release!
}

input SecretInput {
  key: String!
  value: String!
}

input SetSecretsInput {
  appId: ID!
  clientMutationId: String
  replaceAll: Boolean
  secrets: [SecretInput!]!
}

type SetSecretsPayload {
  app: App!
  clientMutationId: String
  "Null for an app of machines: nothing is deployed by it."
  release: Release
}

input UnsetSecretsInput {
  appId: ID!
  clientMutationId: String
  keys: [String!]!
}

type UnsetSecretsPayload {
  app: App!
  clientMutationId: String
  "Null for an app of machines: nothing is deployed by it."
  release: Release
}
`;
