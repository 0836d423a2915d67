pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import KioskGlass

// Every face, for fingers, keyboards and assistive technology; what is drawn is the scene.
FocusScope {
    id: root

    required property Glass glass
    required property color plane
    // What the frame of the screen covers: top, right, bottom, left.
    readonly property list<real> covered: glass.covered
    // How far the face has gone away from who stands at it: 0 near, 1 the far view.
    property real away: glass.view === "near" ? 0 : 1

    Behavior on away {
        NumberAnimation {
            duration: root.away > 0 && root.glass.view === "near" ? Theme.farOut : Theme.farIn
            easing.type: Easing.BezierSpline
            easing.bezierCurve: Theme.easePlane
        }
    }

    focus: true
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Room display")
    Accessible.description: glass.summary
    Keys.onPressed: event => {
        root.glass.touched(false);
        if (event.key === Qt.Key_F12)
            root.glass.staffHeld();
        event.accepted = false;
    }
    Keys.onRightPressed: step(!Theme.mirrored)
    Keys.onDownPressed: step(true)
    Keys.onLeftPressed: step(Theme.mirrored)
    Keys.onUpPressed: step(false)
    Keys.onEscapePressed: root.glass.left()

    function step(on: bool) {
        const awake = root.glass.awake;
        root.glass.touched(false);
        if (!awake)
            return;
        (root.Window.activeFocusItem ?? root).nextItemInFocusChain(on).forceActiveFocus(Qt.TabFocusReason);
    }

    component Finger: PointHandler {
        onActiveChanged: if (active)
            root.glass.touched(false)
    }

    Finger {
        id: first
    }

    Finger {
        id: second
    }

    Finger {
        id: third
    }

    // Three fingers, or a cloth, for a second.
    Timer {
        interval: 1000
        running: first.active && second.active && third.active
        onTriggered: root.glass.wiped()
    }

    Wallpaper {
        anchors.fill: parent
        anchors.margins: -Theme.u
        glass: root.glass
        transform: Orbit {
            step: root.glass.orbit
        }
    }

    Scene {
        id: scene

        anchors.fill: parent
        anchors.topMargin: root.covered[0]
        anchors.rightMargin: root.covered[1]
        anchors.bottomMargin: root.covered[2]
        anchors.leftMargin: root.covered[3]
        glass: root.glass
        plane: root.plane
        away: root.away
        transform: [
            Mirror {
                item: scene
            },
            Orbit {
                step: root.glass.orbit
            }
        ]
    }

    Resting {
        anchors.fill: parent
        near: scene
        glass: root.glass
        away: root.away
    }

    EdgeLight {
        anchors.fill: scene
        glass: root.glass
        transform: Orbit {
            step: root.glass.orbit
        }
    }

    Cover {
        anchors.fill: parent
        glass: root.glass
    }

    Alert {
        glass: root.glass
    }
}
