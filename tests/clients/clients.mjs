// OpenAI's client and Vercel's AI SDK ask a Dalil server, whose address is the first argument; what they got goes to
// stdout as JSON.
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { embedMany, generateText, streamText } from "ai";
import OpenAI from "openai";

const [address, question, followUp] = process.argv.slice(2);
const baseURL = `${address}/v1`;
const messages = [{ role: "user", content: question }];

const openai = new OpenAI({ baseURL, apiKey: "none", maxRetries: 0 });
const chat = await openai.chat.completions.create({ model: "dalil", messages });
let streamed = "";
for await (const chunk of await openai.chat.completions.create({ model: "dalil", messages, stream: true })) {
  streamed += chunk.choices[0].delta.content ?? "";
}
const response = await openai.responses.create({ model: "dalil", input: question });
const next = await openai.responses.create({ model: "dalil", input: followUp, previous_response_id: response.id });
const final = await openai.responses.stream({ model: "dalil", input: question }).finalResponse();
const embeddings = await openai.embeddings.create({ model: "dalil", input: ["Kerry"] });
const unknown = await openai.models.retrieve("none").catch((error) => error);

// the AI SDK's two providers: one for chat completions, one for responses, which names earlier answers by their ids
const kinds = {
  completions: createOpenAICompatible({ name: "dalil", baseURL })("dalil"),
  responses: createOpenAI({ baseURL, apiKey: "none" })("dalil"),
};
const sdk = {};
for (const [kind, model] of Object.entries(kinds)) {
  const first = await generateText({ model, messages, maxRetries: 0 });
  const conversation = [...messages, ...first.response.messages, { role: "user", content: followUp }];
  const second = await generateText({ model, messages: conversation, maxRetries: 0 });
  sdk[kind] = { text: first.text, streamed: await streamText({ model, messages }).text, followUp: second.text };
}
const vectors = await embedMany({ model: createOpenAI({ baseURL, apiKey: "none" }).embedding("dalil"), values: ["a", "b"] });

console.log(
  JSON.stringify({
    models: (await openai.models.list()).data.map((model) => model.id),
    chat: chat.choices[0].message.content,
    citations: chat.choices[0].message.citations,
    streamed,
    response: response.output_text,
    followUp: next.output_text,
    final: final.output_text,
    dimensions: [embeddings.data[0].embedding.length, vectors.embeddings[1].length],
    unknown: [unknown.status, unknown.code],
    sdk,
  }),
);
