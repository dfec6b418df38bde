-- wrk script: plays prepared raw HTTP requests in their order and counts what is answered.
-- usage: wrk -t1 ... -s play.lua URL -- FILE FIRST    (records of FILE: "<bytes>\n<request>")
local threads = {}

function setup(thread) table.insert(threads, thread) end

function init(arguments)
  requests, count, position = {}, 0, tonumber(arguments[2])
  ok, refused, failed, failure = 0, 0, 0, ""
  local file = assert(io.open(arguments[1], "rb"))
  local size = file:read("*n")
  while size do
    file:read(1)  -- the line's end
    count = count + 1
    requests[count] = file:read(size)
    size = file:read("*n")
  end
  file:close()
end

function request()
  position = position + 1
  return requests[(position - 1) % count + 1]
end

function response(status, _, body)
  if status < 300 then ok = ok + 1
  elseif status == 409 then refused = refused + 1
  else
    failed = failed + 1
    failure = status .. " " .. string.sub(body, 1, 200):gsub("[^%w ,.:_-]", " ")
  end
end

function done(summary, latency)
  local thread, errors = threads[1], summary.errors
  print(string.format(
    'RESULT {"requests": %d, "seconds": %f, "ok": %d, "refused": %d, "failed": %d, "failure": "%s", ' ..
    '"socket_errors": %d, "prepared": %d, "p50": %f, "p99": %f}',
    summary.requests, summary.duration / 1e6, thread:get("ok"), thread:get("refused"), thread:get("failed"),
    thread:get("failure"), errors.connect + errors.read + errors.write + errors.timeout, thread:get("count"),
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
