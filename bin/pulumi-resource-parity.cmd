@echo off
rem The parity plugin on Windows, where the engine looks for .exe and .cmd (pulumi/pulumi sdk/go/common/workspace/plugins.go, 3.276).
node "%~dp0start.mjs" plugin %*
