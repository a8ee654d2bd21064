/** One attempt to deliver a webhook: signed after Standard Webhooks, to a checked address, without redirects. */
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Webhook } from 'standardwebhooks';
import type { WebhookDelivery, WebhookEndpoint } from '../store/schema.ts';
import { checkWebhookUrl, guardedLookup, type WebhookLimits } from './address-guard.ts';

/** What came of an attempt: the status of the answer, or why there was none. */
export type SendResult = { status: number; error: null } | { status: null; error: string };

/** Delivered: the endpoint took it. Anything else is tried again, redirects too, because none is followed. */
export function isDelivered(result: SendResult): boolean {
  return result.status !== null && result.status >= 200 && result.status < 300;
}

/**
 * Sends one delivery. Never rejects: a failure is a result.
 * @param timeoutSeconds for the whole exchange, from the name look-up to the status
 */
export async function sendWebhook(
  { delivery, endpoint }: { delivery: WebhookDelivery; endpoint: WebhookEndpoint },
  limits: WebhookLimits,
  timeoutSeconds: number,
  now: Date,
): Promise<SendResult> {
  try {
    const url = await checkWebhookUrl(endpoint.url, limits);
    const status = await post(url, delivery.body, headersFor(delivery, endpoint, now), limits, timeoutSeconds);
    return { status, error: null };
  } catch (error) {
    return { status: null, error: error instanceof Error ? error.message : String(error) };
  }
}

function headersFor(delivery: WebhookDelivery, endpoint: WebhookEndpoint, now: Date): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': 'Bagyt-Webhook/1',
    'webhook-id': delivery.id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'webhook-signature': new Webhook(endpoint.secret).sign(delivery.id, now, delivery.body),
  };
}

function post(
  url: URL,
  body: string,
  headers: Record<string, string>,
  limits: WebhookLimits,
  timeoutSeconds: number,
): Promise<number> {
  return new Promise((done, fail) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = send(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        lookup: guardedLookup(limits),
        agent: false,
        signal: AbortSignal.timeout(timeoutSeconds * 1_000),
      },
      (answer) => {
        // Only the status counts; the body could be endless.
        answer.destroy();
        done(answer.statusCode ?? 0);
      },
    );
    request.on('error', fail);
    request.end(body);
  });
}
