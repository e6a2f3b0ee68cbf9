-- Load for wrk: events with ids unique over threads, connections and runs.
-- Environment: PHX_TOKENS (a file with a token a line, one for each tenant, which take turns), PHX_RUN (8 characters), PHX_BATCH (1: single events), PHX_TIME (occurred_at).
-- Ids and users have a fixed width, so that the head of the request is the same each time and wrk's own cost stays small.

local threads = 0

function setup(thread)
  thread:set("thread_number", threads)
  threads = threads + 1
end

local batch = tonumber(os.getenv("PHX_BATCH"))
local format, concat = string.format, table.concat
local count, turn, heads, id_prefix = 0, 0, {}, nil
local middle = '","type":"match.completed","actor":{"user_id":"u'
local tail = '"},"occurred_at":"' .. os.getenv("PHX_TIME") ..
  '","attrs":{"score":1550,"mode":"ranked","duration_seconds":480,"victory":true}}'

local function event()
  count = count + 1
  return id_prefix .. format("%010d", count) .. middle .. format("%05d", (count * 7919) % 10000) .. tail
end

local function body()
  if batch == 1 then return event() end
  local events = {}
  for i = 1, batch do events[i] = event() end
  return '{"events":[' .. concat(events, ",") .. ']}'
end

function init()
  id_prefix = '{"event_id":"' .. os.getenv("PHX_RUN") .. format("-%02d-", thread_number)
  local length = #body()
  for token in io.lines(os.getenv("PHX_TOKENS")) do
    heads[#heads + 1] = concat({
      "POST " .. (batch == 1 and "/v1/events" or "/v1/events/bulk") .. " HTTP/1.1",
      "Host: " .. wrk.host .. ":" .. wrk.port,
      "Authorization: Bearer " .. token,
      "Content-Type: application/json",
      "Content-Length: " .. length,
      "", "",
    }, "\r\n")
  end
  math.randomseed(os.time() + thread_number)
  turn = math.random(#heads)
end

function request()
  turn = turn % #heads + 1
  return heads[turn] .. body()
end

function done(summary, latency)
  local e = summary.errors
  io.write(format("RESULT %d %d %d %d %.0f %.0f\n", summary.requests, summary.duration, e.status,
    e.connect + e.read + e.write + e.timeout, latency:percentile(50), latency:percentile(99)))
end
