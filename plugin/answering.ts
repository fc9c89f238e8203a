import type { handleUnaryCall } from "@grpc/grpc-js";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import type {
  CreateRequest,
  UpdateRequest,
} from "@pulumi/pulumi/proto/provider_pb.js";
import type { Engine } from "./engine.js";
import { failureOf } from "./failure.js";
import { redactorOf, secretsIn } from "./wire.js";

type Answer = <Request extends object, Response>(
  serve: (
    request: Request,
    secrets: ReadonlySet<string>,
  ) => Response | Promise<Response>,
) => handleUnaryCall<Request, Response>;

/**
 * Answers with the result of a function, or with its error. The function also gets the names of the secrets in the request,
 * since the engine expects the answer to mark them again.
 */
export function answering(engine: Engine): Answer {
  return (serve) => (call, callback) => {
    const { request } = call;
    const properties = propertiesOf(request);
    const secrets = secretsIn(properties);
    const show = engine.hide(redactorOf(properties));
    Promise.resolve()
      .then(() => serve(request, secrets))
      .finally(() => engine.logged())
      .then(
        (response) => {
          callback(null, response);
        },
        (error: unknown) => {
          callback(failureOf(error, secrets, (text) => engine.redacted(text)));
        },
      )
      .finally(show);
  };
}

/** The properties of a request; the new ones, if it also has old ones. */
export function propertiesOf(request: object): Struct | undefined {
  const { getNews, getProperties } = request as Partial<
    UpdateRequest & CreateRequest
  >;
  return (getNews ?? getProperties)?.call(request as never);
}
