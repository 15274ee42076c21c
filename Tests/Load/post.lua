-- wrk's script: posts a file, and prints what came of it as one line of JSON. usage: wrk … -s post.lua URL -- FILE [CLOSE]
function init(arguments)
   local file = assert(io.open(arguments[1], "rb"))
   wrk.method, wrk.body = "POST", file:read("*a")
   file:close()
   wrk.headers["Content-Type"] = "application/json"
   if arguments[2] then wrk.headers["Connection"] = "close" end
end

function done(summary, latency, requests)
   local e = summary.errors
   io.write(string.format('\n{"requests": %d, "seconds": %.6f, "p50": %.6f, "p99": %.6f, "most": %.6f, "connect": %d, "read": %d, "write": %d, '
      .. '"timeout": %d, "status": %d}\n', summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
      latency.max / 1e3, e.connect, e.read, e.write, e.timeout, e.status))
end
