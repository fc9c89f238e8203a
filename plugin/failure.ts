import { Metadata, type ServiceError, status } from "@grpc/grpc-js";
import { Any } from "google-protobuf/google/protobuf/any_pb.js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb.js";
import { Status } from "@pulumi/pulumi/proto/status_pb.js";
import { InitFailure, messageOf } from "../provider/core.js";
import { sent } from "./wire.js";

/**
 * An error in the engine's format. The error of a resource that exists but has failed carries the state.
 *
 * @param secrets the names of the values to mark as secrets
 * @param redacted removes secrets from a text
 */
export function failureOf(
  error: unknown,
  secrets: ReadonlySet<string>,
  redacted: (text: string) => string,
): Partial<ServiceError> {
  const metadata = new Metadata();
  if (!(error instanceof InitFailure)) {
    const details = redacted(messageOf(error));
    return { code: status.UNKNOWN, details, metadata };
  }
  const detail = new ErrorResourceInitFailed();
  detail.setId(error.id);
  detail.setProperties(sent(error.properties, secrets));
  detail.setReasonsList(error.reasons.map(redacted));
  const any = new Any();
  any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const answer = new Status();
  answer.setCode(status.UNKNOWN);
  answer.setMessage(redacted(error.message));
  answer.addDetails(any);
  // gRPC's standard header for structured errors, which grpc-js does not set itself.
  metadata.add(
    "grpc-status-details-bin",
    Buffer.from(answer.serializeBinary()),
  );
  return { code: status.UNKNOWN, details: redacted(error.message), metadata };
}
