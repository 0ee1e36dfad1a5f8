// The Node.js language host for an engine that was built from its Go module: Pulumi's own is a module that no proxy serves. It does what
// `up`, `preview`, `refresh`, `destroy`, `import`, `about` and `install` ask for. Code generation (`convert`, `package gen-sdk`) answers
// "unimplemented", which the engine reports as such.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// The engine passes its address last; flags before it are about logs and traces.
	host := newHost(ctx, os.Args[len(os.Args)-1])
	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Init: func(server *grpc.Server) error {
			pulumirpc.RegisterLanguageRuntimeServer(server, host)
			return nil
		},
		Options: rpcutil.OpenTracingServerInterceptorOptions(nil),
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(handle.Port)
	// The engine holds this process's input open for as long as it lives: its end is the engine's end, however that came.
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		stop()
	}()
	<-ctx.Done()
	// Connections are not waited for: the engine closes its own just before the signal.
	host.running.Wait()
}
