import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import { version } from "../package.json";
import { Engine } from "./engine.js";
import schema from "./schema.json";
import { service } from "./service.js";

/** The engine passes its address after flags, which may have values. */
const address = process.argv.slice(2).at(-1);
if (address === undefined || address.startsWith("-")) {
  console.error(
    "This is the Pulumi provider plugin huaweicloud-dc. The engine starts it: run pulumi preview.",
  );
  process.exit(1);
}

const server = new Server({
  "grpc.max_receive_message_length": 400 * 1024 * 1024,
});
const engine = new Engine(address);
server.addService(ResourceProviderService, service(engine, schema, version));
engine.watch();
server.bindAsync(
  "127.0.0.1:0",
  ServerCredentials.createInsecure(),
  (error, port) => {
    if (error) throw error;
    // The engine reads the port from the first line.
    console.log(String(port));
  },
);
