import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import {
  type PluginAttach,
  PluginInfo,
} from "@pulumi/pulumi/proto/plugin_pb.js";
import * as proto from "@pulumi/pulumi/proto/provider_pb.js";
import { canonical, InputError, openSettings } from "../provider/core.js";
import { answering, propertiesOf } from "./answering.js";
import { Batches } from "./batches.js";
import type { Engine } from "./engine.js";
import { PluginResource } from "./pluginResource.js";
import { checkedArguments, settingsOf, unknownArguments } from "./settings.js";
import { received, redactorOf, secretsIn, sent } from "./wire.js";

const { DIFF_NONE, DIFF_SOME } = proto.DiffResponse.DiffChanges;

/** Serves the engine's requests to a provider over gRPC. */
export function service(
  engine: Engine,
  schema: object,
  version: string,
): UntypedServiceImplementation {
  const answer = answering(engine);
  let showSettings: (() => void) | undefined;
  let opened: ReturnType<typeof open> | undefined;
  let openedWith: string | undefined;
  const open = (args: Record<string, unknown>) => {
    const { gate, functions, definitions } = openSettings(
      settingsOf(args),
      engine,
    );
    const batches = new Batches();
    const resources = Object.entries(definitions).map(
      ([name, definition]) =>
        [name, new PluginResource(definition, gate, batches)] as const,
    );
    return {
      functions: new Map(Object.entries(functions)),
      resources: new Map(resources),
    };
  };
  const resourceOf = (urn: string): PluginResource => {
    const resource = opened?.resources.get(typeOf(urn));
    if (!resource) throw new Error(`unknown resource type of ${urn}`);
    return resource;
  };
  const functionOf = (token: string) => {
    if (!opened) throw new Error("the provider is not configured");
    const call = opened.functions.get(token.split(":").at(-1) ?? "");
    if (!call) throw new Error(`unknown function ${token}`);
    return call;
  };

  return {
    getPluginInfo: answer(() => {
      const info = new PluginInfo();
      info.setVersion(version);
      return info;
    }),
    attach: answer((request: PluginAttach) => {
      if (engine.attach(request.getAddress())) openedWith = undefined;
      return new Empty();
    }),
    getSchema: answer(() => {
      const response = new proto.GetSchemaResponse();
      response.setSchema(JSON.stringify({ ...schema, version }));
      return response;
    }),

    checkConfig: answer((request: proto.CheckRequest) => {
      const args = received(request.getNews());
      const response = new proto.CheckResponse();
      response.setInputs(
        sent(checkedArguments(nameOf(request.getUrn()), args)),
      );
      response.setFailuresList(unknownArguments(args).map(failure));
      return response;
    }),
    // The engine compares the arguments itself. No change of an argument replaces a resource.
    diffConfig: answer(() => new proto.DiffResponse()),
    configure: answer((request: proto.ConfigureRequest) => {
      const args = received(request.getArgs());
      const text = canonical(args);
      if (openedWith !== undefined && openedWith !== text) {
        throw new InputError(
          "this process already serves a provider with other settings: with PULUMI_DEBUG_PROVIDERS, use one provider only",
        );
      }
      openedWith = text;
      showSettings?.();
      showSettings = engine.hide(redactorOf(request.getArgs()));
      opened = open(args);
      const response = new proto.ConfigureResponse();
      response.setSupportspreview(true);
      response.setAcceptsecrets(true);
      return response;
    }),

    check: answer(async (request: proto.CheckRequest, secrets) => {
      const { properties, reason } = await resourceOf(request.getUrn()).check(
        received(request.getOlds()),
        received(request.getNews()),
        secrets,
      );
      const response = new proto.CheckResponse();
      response.setInputs(sent(properties, secrets));
      if (reason !== "") {
        response.setFailuresList([failure(engine.redacted(reason))]);
      }
      return response;
    }),
    diff: answer((request: proto.DiffRequest) => {
      const { changes, replaces } = resourceOf(request.getUrn()).diff(
        request.getId(),
        received(request.getOlds()),
        received(request.getNews()),
        request.getIgnorechangesList(),
      );
      const response = new proto.DiffResponse();
      response.setChanges(changes ? DIFF_SOME : DIFF_NONE);
      response.setReplacesList(replaces);
      // The engine names them if an import does not match the program.
      response.setDiffsList(replaces);
      return response;
    }),
    create: answer(async (request: proto.CreateRequest, secrets) => {
      const { id, properties } = await resourceOf(request.getUrn()).create(
        withTimeout(request, "create"),
        request.getPreview(),
      );
      const response = new proto.CreateResponse();
      response.setId(id);
      response.setProperties(sent(properties, secrets));
      return response;
    }),
    update: answer(async (request: proto.UpdateRequest, secrets) => {
      const properties = await resourceOf(request.getUrn()).update(
        request.getId(),
        received(request.getOlds()),
        withTimeout(request, "update"),
        {
          isPreview: request.getPreview(),
          ignored: request.getIgnorechangesList(),
        },
      );
      const response = new proto.UpdateResponse();
      response.setProperties(sent(properties, secrets));
      return response;
    }),
    read: answer(async (request: proto.ReadRequest, secrets) => {
      const state = await resourceOf(request.getUrn()).read(
        request.getId(),
        received(request.getProperties()),
        received(request.getInputs()),
      );
      const response = new proto.ReadResponse();
      if (!state) return response;
      response.setId(request.getId());
      response.setProperties(sent(state.properties, secrets));
      const secretInputs = secretsIn(request.getInputs());
      response.setInputs(
        sent(state.inputs, new Set([...secrets, ...secretInputs])),
      );
      return response;
    }),
    delete: answer(async (request: proto.DeleteRequest) => {
      await resourceOf(request.getUrn()).delete(
        request.getId(),
        received(request.getProperties()),
      );
      return new Empty();
    }),

    invoke: answer(async (request: proto.InvokeRequest) => {
      const call = functionOf(request.getTok());
      const result = await call(received(request.getArgs()));
      const response = new proto.InvokeResponse();
      response.setReturn(sent(result));
      return response;
    }),

    cancel: answer(() => {
      engine.cancel();
      return new Empty();
    }),
  };
}

function failure(reason: string): proto.CheckFailure {
  const one = new proto.CheckFailure();
  // With an empty property, the engine prints the reason unchanged.
  one.setReason(reason);
  return one;
}

/** `urn:pulumi:dev::app::huaweicloud-dc:index:VifPeerDetection::line` */
function typeOf(urn: string): string {
  const [, , type = ""] = urn.split("::");
  return type.split(":").at(-1) ?? "";
}

function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** The option `customTimeouts`, which the engine passes in seconds; 0 without it. */
function withTimeout(
  request: proto.CreateRequest | proto.UpdateRequest,
  operation: "create" | "update",
) {
  const properties = received(propertiesOf(request));
  const seconds = request.getTimeout();
  const { __timeouts: timeouts } = properties;
  return seconds > 0 && typeof timeouts === "object"
    ? { ...properties, __timeouts: { ...timeouts, [operation]: `${seconds}s` } }
    : properties;
}
