import { Server, ServerCredentials } from "@grpc/grpc-js";
import providerGrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";

// A plugin that asks nobody and compares nothing: the least that an engine can be answered.

const answer = (make) => (call, callback) => callback(null, make(call.request));
const echo = answer((request) => new providerPb.CheckResponse().setInputs(request.getNews()));

const service = {
  handshake: answer(() => new providerPb.ProviderHandshakeResponse().setAcceptSecrets(true)),
  checkConfig: echo,
  diffConfig: answer(() => new providerPb.DiffResponse().setChanges(providerPb.DiffResponse.DiffChanges.DIFF_NONE)),
  configure: answer(() => new providerPb.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true)),
  check: echo,
  diff: answer(() => new providerPb.DiffResponse().setChanges(providerPb.DiffResponse.DiffChanges.DIFF_NONE)),
  create: answer((request) => new providerPb.CreateResponse().setId("made").setProperties(request.getProperties())),
  cancel: answer(() => new emptyPb.Empty()),
};

const server = new Server();
server.addService(providerGrpc.ResourceProviderService, service);
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});
