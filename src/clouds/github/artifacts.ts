import { createHash } from "node:crypto";
import { CloudError, type Subject } from "../call/cloud-error.ts";
import { retrying } from "../call/retry.ts";
import type { GithubApi } from "./api.ts";
import { githubAnswers, type WireArtifact } from "./shapes.ts";

/** What a workflow run left behind. */
export interface GithubArtifact {
  readonly id: number;
  readonly name: string;
  /** Of the zip, in bytes. */
  readonly size: number;
  readonly expired: boolean;
  /** `sha256:…` of the zip; `undefined` of uploads older than upload-artifact v4. */
  readonly digest: string | undefined;
  /** Commit and repository that the run was of; `undefined` when the run was deleted. */
  readonly headSha: string | undefined;
  readonly headRepositoryId: number | undefined;
}

const downloadMs = 120_000;

/** https://docs.github.com/rest/actions/artifacts */
export class GithubArtifacts {
  private readonly api: GithubApi;

  constructor(api: GithubApi) {
    this.api = api;
  }

  /** Every artifact of this name, of whatever run, newest first. Whoever may start a run can give any name. */
  async list(name: string): Promise<readonly GithubArtifact[]> {
    const pages = this.api
      .to(`list the artifacts "${name}"`, githubAnswers.artifacts)
      .paginate.iterator("GET /repos/{owner}/{repo}/actions/artifacts", {
        ...this.api.repository,
        name,
        per_page: 100,
      });
    const artifacts = (await this.api.gather(pages)).map(fromWire);
    return artifacts.filter((artifact) => artifact.name === name).sort((a, b) => b.id - a.id);
  }

  /**
   * The zip.
   * @throws CloudError when it is more than `maxBytes` or not what its digest says, with status 410 when it has expired
   */
  async download(artifact: GithubArtifact, maxBytes: number): Promise<Uint8Array> {
    const action = `download the artifact "${artifact.name}"`;
    // The address is good for a minute, so each try asks for a new one.
    return retrying({ kind: "read", signal: this.api.signal }, async () => {
      const subject = await this.locate(artifact, action);
      const zip = await this.readAll(subject, maxBytes);
      const digest = `sha256:${createHash("sha256").update(zip).digest("hex")}`;
      if (artifact.digest === undefined || artifact.digest === digest) return zip;
      throw this.refused(subject, 200, `it is ${digest}, and GitHub lists ${artifact.digest}`);
    });
  }

  private async locate({ id }: GithubArtifact, action: string): Promise<Subject & { readonly url: URL }> {
    const { status, headers } = await this.api
      .to(action)
      .request("GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}", {
        ...this.api.repository,
        artifact_id: id,
        archive_format: "zip",
        request: { redirect: "manual" },
      });
    const { location } = headers;
    if (location !== undefined && URL.canParse(location)) {
      const url = new URL(location);
      return { action, method: "GET", path: url.pathname, url };
    }
    const { owner, repo } = this.api.repository;
    const path = `/repos/${owner}/${repo}/actions/artifacts/${id}/zip`;
    throw this.refused({ action, method: "GET", path }, status, "the answer names no address to download from");
  }

  /** Without the token: the address is another host's, and needs none. */
  private async readAll({ url, ...subject }: Subject & { readonly url: URL }, maxBytes: number): Promise<Uint8Array> {
    const { signal } = this.api;
    try {
      const limits = [AbortSignal.timeout(downloadMs), ...(signal ? [signal] : [])];
      const response = await fetch(url, { signal: AbortSignal.any(limits), redirect: "error" });
      if (!response.ok) throw this.refused(subject, response.status, "the store of artifacts did not hand it out");
      const chunks: Uint8Array[] = [];
      let size = 0;
      for await (const chunk of response.body ?? []) {
        size += chunk.byteLength;
        if (size > maxBytes) throw this.refused(subject, 200, `it is more than ${maxBytes} bytes`);
        chunks.push(chunk);
      }
      return Buffer.concat(chunks);
    } catch (error) {
      signal?.throwIfAborted();
      // The words of a failed fetch can hold the address, whose query opens the artifact.
      throw error instanceof CloudError ? error : this.api.refusals.silent(subject, "the download broke off");
    }
  }

  private refused(subject: Subject, status: number, said: string): CloudError {
    return this.api.refusals.refused(subject, { status, said, fix: "let the workflow that made it run again" });
  }
}

function fromWire({ id, name, size_in_bytes: size, expired, digest, workflow_run }: WireArtifact): GithubArtifact {
  return {
    id,
    name,
    size,
    expired,
    digest: digest ?? undefined,
    headSha: workflow_run?.head_sha,
    headRepositoryId: workflow_run?.head_repository_id,
  };
}
